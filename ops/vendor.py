"""Copy the pinned front-end files into static/vendor and check them.

    python ops/vendor.py           build again from package-lock.json (needs Node and network)
    python ops/vendor.py --check   verify checksums and licences of the committed files (offline)

The files are committed, so installing and running the product never needs Node. Steps of a build:
install the locked packages without their scripts, build the colour theme, copy the files named here
with their licences, draw one SVG sprite of the icons in use, cut small fonts of the signs used on
paper, write VENDOR.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
MANIFEST = VENDOR / "VENDOR.json"
ALLOWED_LICENCES = {"MIT", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "OFL-1.1", "Apache-2.0"}

# Petrol as the main colour, a cool neutral, ochre as support; light and dark follow the reader.
THEME = {
    "outDir": "./tokens",
    "clean": True,
    "themes": {
        "gvi": {
            "colors": {
                "main": {"accent": "#0B5563"},
                "support": {"ochre": "#8A6A1F"},
                "neutral": "#22303A",
            },
            "overrides": {
                "severity": {
                    "success": "#1B6E3C",
                    "info": "#1D5E9E",
                    "danger": "#AE231C",
                    "warning": "#D98A12",
                }
            },
            "borderRadius": 6,
            "typography": {"fontFamily": "Source Sans 3 Variable"},
        }
    },
}

# package -> (folder in static/vendor, {file in the package: file in the folder})
COPIES: dict[str, tuple[str, dict[str, str]]] = {
    "@digdir/designsystemet-css": ("designsystemet", {"dist/src/index.css": "designsystemet.css"}),
    "@digdir/designsystemet": ("designsystemet-theme", {}),
    "htmx.org": ("htmx", {"dist/htmx.min.js": "htmx.min.js"}),
    "@fontsource-variable/source-sans-3": (
        "source-sans-3",
        {
            f"files/source-sans-3-{part}-wght-normal.woff2": (f"source-sans-3-{part}-wght-normal.woff2")
            for part in ("latin", "latin-ext")
        },
    ),
    "@fontsource/source-sans-3": (
        "source-sans-3-static",
        {
            f"files/source-sans-3-{part}-{face}.woff2": f"source-sans-3-{part}-{face}.woff2"
            for part in ("latin", "latin-ext")
            for face in ("400-normal", "400-italic", "600-normal", "700-normal")
        }
        | {
            f"files/source-sans-3-{part}-{face}.woff2": f"source-sans-3-{part}-{face}.woff2"
            for part in ("greek", "greek-ext", "cyrillic", "cyrillic-ext")
            for face in ("400-normal", "700-normal")
        },
    ),
    **{
        f"@fontsource/noto-sans-{script}": (
            f"noto-sans-{script}",
            {
                f"files/noto-sans-{script}-{script}-{face}.woff2": f"noto-sans-{script}-{face}.woff2"
                for face in ("400-normal", "700-normal")
            },
        )
        for script in ("arabic", "hebrew")
    },
    "@fontsource/noto-sans-symbols": ("noto-sans-symbols", {}),
    "@fontsource/noto-sans-symbols-2": ("noto-sans-symbols-2", {}),
    "@tabler/icons": ("tabler", {}),
}

# Small fonts of the signs that people put into texts: package -> (its font, the file, the signs).
CUTS = {
    "@fontsource/noto-sans-symbols-2": (
        "files/noto-sans-symbols-2-symbols-400-normal.woff2", "marks.woff2", "☐☑☒●○◐◑◔◕■□▲△▼▽✓✔✕✗✘★☆♥♡⚠☎✉",
    ),
    "@fontsource/noto-sans-symbols": (
        "files/noto-sans-symbols-symbols-400-normal.woff2", "arrows.woff2", "←→↑↓↔",
    ),
}  # fmt: skip

ICONS = """
accessible activity affiliate alert-circle alert-triangle archive armchair arrow-back-up
arrow-left arrow-right arrows-sort ban bell building calendar calendar-check calendar-event
chart-bar chart-line check chevron-down chevron-left chevron-right circle circle-check
circle-dashed circle-half-2 clock cloud-check cloud-off copy device-mobile door download edit
external-link eye eye-off file-export file-plus file-text filter flag gavel git-merge
heart-handshake help history home hourglass info-circle key link list-check lock lock-open
login logout mail map-pin menu-2 message-2 minus note paperclip pencil phone plus printer
progress qrcode refresh rosette-discount-check scale search send settings share shield-check
shield-lock speakerphone stack-2 table trash upload user user-check user-plus user-search
user-x users users-group wifi-off world x
""".split()  # noqa: SIM905


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(*command: str, cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def sprite(icons_folder: Path) -> str:
    """One symbol per icon, with the drawing attributes on the symbol."""
    symbols = []
    for name in ICONS:
        source = (icons_folder / f"{name}.svg").read_text(encoding="utf-8")
        body = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
        if body is None:
            raise SystemExit(f"no drawing in icon {name}")
        shapes = re.sub(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "", body.group(1))
        shapes = re.sub(r"\s+", " ", shapes).replace("> <", "><").replace(" />", "/>").strip()
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def cut(source: Path, target: Path, signs: str) -> None:
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, notdef_outline=True)
    options.recalc_timestamp = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=signs)
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def build() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, work / name)
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=work)
        (work / "designsystemet.config.json").write_text(json.dumps(THEME), encoding="utf-8")
        tokens = ("npx", "--no-install", "designsystemet", "tokens")
        run(*tokens, "create", cwd=work)
        run(*tokens, "build", "-t", "./tokens", "-o", "./theme", cwd=work)

        shutil.rmtree(VENDOR, ignore_errors=True)
        manifest = []
        for package, (folder_name, files) in COPIES.items():
            source = work / "node_modules" / package
            about = json.loads((source / "package.json").read_text(encoding="utf-8"))
            target = VENDOR / folder_name
            target.mkdir(parents=True)
            shutil.copyfile(source / "LICENSE", target / "LICENSE")
            for original, copy in files.items():
                shutil.copyfile(source / original, target / copy)
            if package == "@digdir/designsystemet":
                shutil.copyfile(work / "theme" / "gvi.css", target / "gvi-theme.css")
            elif package == "@tabler/icons":
                drawn = sprite(source / "icons" / "outline")
                (target / "sprite.svg").write_text(drawn, encoding="utf-8")
            elif package in CUTS:
                font, name, signs = CUTS[package]
                cut(source / font, target / name, signs)
            manifest.append(
                {
                    "package": package,
                    "version": about["version"],
                    "licence": about["license"],
                    "files": {path.relative_to(VENDOR).as_posix(): digest(path) for path in sorted(target.iterdir())},
                }
            )
        MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def problems() -> list[str]:
    """What is wrong with the committed files; an empty list is a pass."""
    found = []
    pins = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    known = {MANIFEST}
    for entry in manifest:
        if entry["licence"] not in ALLOWED_LICENCES:
            found.append(f"{entry['package']}: licence {entry['licence']} is not on the list")
        if pins.get(entry["package"]) != entry["version"]:
            found.append(f"{entry['package']}: {entry['version']} here, package.json says otherwise")
        if not any(name.endswith("/LICENSE") for name in entry["files"]):
            found.append(f"{entry['package']}: the licence text is missing")
        for name, expected in entry["files"].items():
            path = VENDOR / name
            known.add(path)
            if not path.is_file():
                found.append(f"{name}: missing")
            elif digest(path) != expected:
                found.append(f"{name}: changed since it was copied")
    found += [f"{pin}: pinned but not copied" for pin in pins.keys() - {entry["package"] for entry in manifest}]
    found += [
        f"{path.relative_to(VENDOR)}: not in VENDOR.json"
        for path in sorted(VENDOR.rglob("*"))
        if path.is_file() and path not in known
    ]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only verify the committed files")
    if not parser.parse_args().check:
        build()
    found = problems()
    print("\n".join(found) if found else "static/vendor is as recorded")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
