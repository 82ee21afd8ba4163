"""The standings of the statements of each register: counts as bars, with the mark and the number beside them."""

from __future__ import annotations

from bilateral.content import headed
from bilateral.messages import say
from bilateral.pictures.canvas import HUES, INK, edges, framed
from bilateral.pictures.picture import Picture, Request
from bilateral.render import Column, Row, Table, Text
from bilateral.standing import STANDINGS, standing_name, standing_of_fact
from bilateral.volume import Volume


def standing(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw how many statements of each register have each standing."""
    names = {name: standing_name(name, locale) for name in STANDINGS}
    found = [(number[0], standing_of_fact(number, volume)) for number in volume.facts]
    values = [
        {
            "register": register.title,
            "standing": names[name],
            "count": found.count((register.letter, name)),
            "label": f"{register.title}: {found.count((register.letter, name))} {names[name]}",
        }
        for register in volume.file.registers
        for name in STANDINGS
    ]
    most = max(value["count"] for value in values)  # type: ignore[type-var]  # counts among texts
    y = {
        "field": "standing",
        "type": "nominal",
        "title": None,
        "sort": [names[name] for name in STANDINGS],
        "axis": {"labelColor": INK, "ticks": False, "domain": False, "labelLimit": 260, "labelPadding": 8},
    }
    x = {
        "field": "count",
        "type": "quantitative",
        "title": None,
        "axis": None,
        "scale": {"domain": [0, most]},
    }
    layers = [
        {
            "mark": {"type": "bar", "height": 14, "fill": HUES[0], "cornerRadiusEnd": 2},
            "encoding": {"x": x, "y": y, "description": {"field": "label"}},
        },
        {
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "aria": False},
            "encoding": {"x": x, "y": y, "text": {"field": "count", "type": "quantitative"}},
        },
    ]
    longest = max(len(names[name]) for name in STANDINGS)
    spec = framed(request.width - 260, [], data={"values": values}, padding=edges(left=longest, right=3))
    del spec["layer"], spec["width"]
    spec["facet"] = {
        "row": {
            "field": "register",
            "title": None,
            "sort": [register.title for register in volume.file.registers],
            "header": {
                "labelAngle": 0,
                "labelAlign": "left",
                "labelOrient": "top",
                "labelAnchor": "start",
                "labelColor": INK,
                "labelFontSize": 13,
            },
        }
    }
    spec["spec"] = {"width": request.width - 260, "height": {"step": 22}, "layer": layers}
    counts = "; ".join(
        f"{register.title}: " + ", ".join(f"{found.count((register.letter, name))} {names[name]}" for name in STANDINGS)
        for register in volume.file.registers
    )
    columns = (Column("register", "Register"), Column("standing", "Standing"), Column("count", "Statements"))
    rows = tuple(
        Row(None, ((Text(title),), (Text(str(value["standing"])),), (Text(str(value["count"])),)))
        for value in values
        if isinstance(title := value["register"], str)  # it may know its language
    )
    alt = say(locale, "Bars: how many statements have each standing. {counts}.", counts=counts)
    return Picture(spec, alt, Table(headed(columns, locale), rows, None))
