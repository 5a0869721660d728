from django.apps import AppConfig


class Baseline(AppConfig):
    name = "bench.baseline"
    label = "baseline"
