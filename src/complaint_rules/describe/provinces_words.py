"""The words of the page of provinces, each in English and Chinese."""

from __future__ import annotations

FIRST = (
    """\
# Figures by province

Disability, death, dependants, lost wages without proof and the funeral are worked out from three yearly
statistics, which differ by
half between provinces. The statute's ruleset has them by province and by year:

- **The province** is the fact `province` of the complaint, since a chain has shops in many.
- **The year** is that of the settlement, the fact `settled_on`, by default the day received: a sum that is
  settled in 2026
  takes the statistic of 2025, whenever the event was (interpretation on personal injury, article 22). The
  tables below
  have each figure under the year whose settlements it serves.
- **Where a province has no figure for a year** the national one of that year stands in, and the trace says so
  (`stands_in`). Where there is no national one either the item is pending and names the figure. No figure is
  estimated, or
  taken from another year or another province.

Courts differ in the day from which a new statistic serves (Sichuan and Chongqing: from 1 May); here every
series serves one
calendar year, which is an assumption.""",
    """\
# 各省数据

残疾赔偿金、死亡赔偿金、被扶养人生活费、无收入证明的误工费和丧葬费依据三项年度统计数据计算，各省之间可相差一半。
法定规则集按省份和年份列出这些数据：

- **省份**取自投诉的事实 `province`，因为连锁企业的门店分布在多个省份。
- **年份**为结算年份，即事实 `settled_on` 所在年份，默认取受理日：2026年结算的，适用2025年度的统计数据，与事发时
  间无关
  （人身损害解释第二十二条）。下列各表将每个数据列在其所适用的结算年份之下。
- **某省某年没有数据的**，暂用同年的全国数据，决定的依据说明中会注明（`stands_in`）；全国数据也没有的，该项目保
  持待定，并指明所缺数据。
  不作任何估算，也不借用其他年份或其他省份的数据。

各地法院启用新年度数据的日期不一（如四川、重庆自5月1日起）；本规则对各项数据一律按日历年度适用，属于假设。""",
)

COUNTED = (
    """\
Stated are {} of the {} cells of a province and a year. Signs: ○ reported by others, △ worked out from a published
rise, ? the page leaves the province or the year to be inferred; without a sign the figure was read in the
publication or in a copy of it.""",
    """\
各省各年共{1}格，已收录{0}格。符号：○ 取自二手资料，△ 由公布的增幅推算，? 页面未写明省份或年份，系推断；
无符号者核对过公布原文或其转载件。""",
)
SERIES = ("## {} ({})", "## {}（{}）")
COLUMNS = ("Yuan a year, settled in", "元/年，结算年份")
NATIONAL = ("**China (default)**", "**全国（默认）**")
NOTHING = "–"
CONFIDENCE = {
    None: ("", ""),
    "primary": ("", ""),
    "secondary": ("○", "○"),
    "derived": ("△", "△"),
    "unverified": ("?", "?"),
}
RATES_HEAD = ("## Rates of a day", "## 日标准")
DAY_RATES = (("Rate", "Settled from", "Place", "Yuan a day"), ("标准", "结算日起", "地区", "元/日"))

_EXAMPLE = """\
```yaml title="my-chain/ruleset.yaml"
ruleset: my-chain
language: 1
version: 1.0.0
title: {en: My chain, zh: 我的连锁店}
extends: [cn-statute]
tiers: [low]
parameters:
  urban_disposable_income:
    unit: CNY/year
    by: province
    law_of: settled
    values:
      2026:
        default: {value: 56502.00, source: %s}
        zhejiang: {value: 81000.00, source: %s, confidence: primary}
    basis: assumption
    reason: {en: an example; the figure of Zhejiang is made up, zh: 示例，浙江数据为虚构}
rules:
  - {id: any, basis: assumption, reason: {en: an example, zh: 示例}, then: {severity: low, lead: front_desk}}
```"""
"""A ruleset with figures of its own, for the sources of two figures."""

LAST = (
    """
The default rates are assumptions. Older local rates were seen and are not used, since they may be out of date:
50 a day for meals
in Anhui and Jiangxi, 20 in Shanghai.

## What is not covered

- Cities with statistics of their own: Shenzhen, Zhuhai, Shantou, Ningbo, Xiamen, Qingdao, Dalian.
- Other series for the funeral: staff on post (Jiangsu, Hunan, Inner Mongolia, Guizhou), all units (Tianjin,
  Shanghai), a fixed sum
  (Jilin). All provinces are given the non-private wage.
- Wages of each trade: the non-private wage stands for all.
- Bands of mental distress: one band is used for all provinces.

## How to state your own

A parameter of the same name in your ruleset takes the place of the statute's, for all years and provinces:
state the
provinces in which you have shops, and the default. Each figure may say its source and how sure it is.

"""
    + _EXAMPLE % ("the national release of January 2026", "the province's release of January 2026")
    + """

`by` may be any fact with named values that a complaint always has: a fact of your own such as `extra.region`,
with a value
that is [presumed](language.md) where it is left out, serves for cities. [Time](time.md#figures-by-year) has
more on years.""",
    """
默认标准属于假设。另见若干较早的地方标准（住院伙食补助：安徽、江西每天50元，上海每天20元），可能已过时，未予采用。

## 未收录的内容

- 单独公布数据的城市：深圳、珠海、汕头、宁波、厦门、青岛、大连。
- 丧葬费的其他口径：在岗职工（江苏、湖南、内蒙古、贵州）、全口径（天津、上海）、固定数额（吉林）；此处各省一律采
  用非私营单位工资。
- 分行业工资：一律以非私营单位工资代替。
- 精神损害抚慰金区间：各省使用同一区间。

## 如何设定本企业的数据

在自己的规则集中写一个同名参数，即取代法定规则集中该参数的全部年份和省份：请写明门店所在省份的数据和默认值。
每个数据都可注明来源和可信度。

"""
    + _EXAMPLE % ("国家统计局2026年1月公布", "浙江省2026年1月公布")
    + """

`by` 可以是投诉必有取值的任何枚举事实：如需按城市区分，可声明自有事实（如 `extra.region`），并为其设定推定值。""",
)
