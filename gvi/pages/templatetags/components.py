"""The parts that pages are built of. They are built in: no template needs to load them.

{% icon "flag" %}
{% note "danger" icon="clock" %}<p>…</p>{% endnote %}
{% card _("Decisions") id="decisions" count=decisions|length %}…{% endcard %}
{% table columns caption=heading %}{% for row in rows %}
  {% tr late=row.late %}{% td %}…{% endtd %}{% endtr %}
{% endfor %}{% endtable %}
{% act_button button size="sm" about=measure %}
{{ measure.due_on|day }}
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, Token, token_kwargs
from django.template.context import Context
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import gettext as _

from gvi.pages.buttons import Button
from gvi.pages.fields import emptiness
from gvi.pages.lists import Column
from gvi.text.days import day_label

register = template.Library()
register.filter("day", day_label)
register.filter("emptiness", emptiness)

FRAMES, FRAME = "_table_frames", "_table_frame"
NOTE_ICONS = {"info": "info-circle", "warning": "alert-triangle", "danger": "alert-triangle", "success": "circle-check"}


@cache
def _draw_icon(name: str) -> str:
    return format_html(
        '<svg class="gvi-icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("vendor/tabler/sprite.svg"),
        name,
    )


@register.simple_tag
def icon(name: str) -> str:
    """A decorative icon of the sprite; the text beside it says what it means."""
    return _draw_icon(name)


@register.simple_block_tag
def note(content: str, color: str = "info", *, icon: str = "", role: str = "") -> str:
    """A boxed notice in one of the colours info, warning, danger and success."""
    drawn = _draw_icon(icon or NOTE_ICONS.get(color, "info-circle"))
    spoken = format_html(' role="{}"', role) if role else ""
    return format_html('<div class="gvi-note" data-color="{}"{}>{}<div>{}</div></div>', color, spoken, drawn, content)


@register.simple_block_tag
def card(
    content: str,
    title: str | Promise,
    *,
    id: str,
    count: Any = None,
    flush: bool = False,
    tone: str = "",
    aside: str | Promise = "",
    all_url: str = "",
    extra: str = "",
) -> str:
    """A section with a heading. `id` names it for screen readers.

    Beside the heading: `count`, a few quiet words (`aside`), and a link to the whole list (`all_url`).
    """
    return format_html(
        '<section class="gvi-card{}" aria-labelledby="{}-h"{}>'
        '<div class="gvi-card__head"><h2 id="{}-h">{}</h2>{}{}{}{}</div>{}</section>',
        " gvi-card--flush" if flush else "",
        id,
        format_html(' data-tone="{}"', tone) if tone else "",
        id,
        title,
        format_html('<span class="gvi-count">{}</span>', count) if count not in (None, "", 0) else "",
        format_html('<span class="gvi-quiet">{}</span>', aside) if aside else "",
        format_html('<a class="ds-link" href="{}">{}</a>', all_url, _("Show all")) if all_url else "",
        extra,
        content,
    )


@register.inclusion_tag("components/act_button.html", takes_context=True)
def act_button(
    context: Context, button: Button, variant: str = "", *, size: str = "", label: Any = "", about: Any = ""
) -> dict[str, Any]:
    """A button: a link to the page of its act, or a press that does the act at once.

    `label` replaces the label of the act. `about` tells a screen reader which row the button belongs to.
    """
    attributes = {
        "variant": variant or ("" if button.primary else "secondary"),
        "size": size,
        "color": "danger" if button.danger else "",
    }
    return {
        "button": button,
        "attributes": format_html_join("", ' data-{}="{}"', [pair for pair in attributes.items() if pair[1]]),
        "content": _button_content(button.icon, label or button.label, about),
        "csrf_token": context.get("csrf_token"),
    }


def _button_content(name: str, label: Any, about: Any) -> str:
    row = format_html('<span class="gvi-hidden">: {}</span>', about) if about else ""
    return format_html("{}{}{}", _draw_icon(name) if name else "", label, row)


class _Block(Node):
    """A block tag that wraps what is inside; its arguments are resolved before the inside is rendered."""

    def __init__(self, inside: NodeList, args: list[FilterExpression], kwargs: dict[str, FilterExpression]) -> None:
        self.nodelist, self.args, self.kwargs = inside, args, kwargs

    def render(self, context: Context) -> str:
        args = [argument.resolve(context) for argument in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        return self.draw(context, *args, **kwargs)

    def draw(self, context: Context, *args: Any, **kwargs: Any) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class _CellFrame:
    """What stands around the content of a cell; drawn once for each column, as a table has many rows."""

    tag: str
    attributes: str
    numeric: bool

    @classmethod
    def of_column(cls, column: Column, *, is_first: bool) -> Self:
        if is_first:
            return cls("th", ' scope="row"', numeric=False)
        label = format_html(' data-label="{}"', column.label) if not column.hidden else ""
        return cls("td", label, column.numeric)

    def around(self, content: str, css: str) -> str:
        classes = "gvi-num" * self.numeric + " " * (self.numeric and bool(css)) + css
        attribute = f' class="{escape(classes)}"' if classes else ""
        return f"<{self.tag}{self.attributes}{attribute}>{content}</{self.tag}>"


class _Table(_Block):
    """A table from a list of columns: caption and head are drawn here, each row by `tr`, each cell by `td`."""

    def draw(self, context: Context, columns: list[Column], *, caption: Any) -> str:
        frames = [_CellFrame.of_column(column, is_first=not place) for place, column in enumerate(columns)]
        with context.push(**{FRAMES: frames}):
            rows = self.nodelist.render(context)
        head = format_html_join(
            "", '<th scope="col"{}>{}</th>', [(_numeric(column), _head(column)) for column in columns]
        )
        return format_html(
            '<div class="gvi-tablebox"><table class="ds-table gvi-table" data-size="sm"><caption class="gvi-hidden">{}'
            "</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            caption, head, rows,
        )  # fmt: skip


class _Row(_Block):
    """A row of a table. White space between its cells is left out: a table has many of them."""

    def __init__(self, inside: NodeList, args: list[FilterExpression], kwargs: dict[str, FilterExpression]) -> None:
        cells = [node for node in inside if not (isinstance(node, TextNode) and node.s.isspace())]
        super().__init__(NodeList(cells), args, kwargs)

    def draw(self, context: Context, *, late: Any = False) -> str:
        with context.push(**{FRAME: iter(context[FRAMES])}):
            cells = self.nodelist.render(context)
        return f"<tr{' data-late' if late else ''}>{cells}</tr>"


class _Cell(_Block):
    """A cell under the next column. The first cell of a row is its heading."""

    def draw(self, context: Context, *, css: str = "") -> str:
        frame: _CellFrame = next(context[FRAME])
        return frame.around(self.nodelist.render(context), css)


def _numeric(column: Column) -> str:
    return format_html(' class="{}"', "gvi-num") if column.numeric else ""


def _head(column: Column) -> Any:
    return format_html('<span class="gvi-hidden">{}</span>', column.label) if column.hidden else column.label


def _compiler(name: str, node: type[_Block]) -> Callable[[Parser, Token], Node]:
    def compile_block(parser: Parser, token: Token) -> Node:
        bits = token.split_contents()[1:]
        args = []
        kwargs: dict[str, FilterExpression] = {}
        while bits:
            if named := token_kwargs(bits, parser):
                kwargs |= named
            else:
                args.append(parser.compile_filter(bits.pop(0)))
        inside = parser.parse((f"end{name}",))
        parser.delete_first_token()
        return node(inside, args, kwargs)

    return compile_block


for _name, _node in (("table", _Table), ("tr", _Row), ("td", _Cell)):
    register.tag(_name, _compiler(_name, _node))
