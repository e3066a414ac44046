"""The complaint: what a service sends. Field names are the public contract; money is held as integer fen.

Every field may be omitted or None ("unknown") except `id`, `received_at` and `kind`; a group left out does not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool
from pydantic import ValidationError as _PydanticError

from complaint_rules.errors import ComplaintError
from complaint_rules.facts.refusals import problems_of
from complaint_rules.facts.scalars import (
    Age,
    Count,
    Day,
    Days,
    Grade,
    Instant,
    Money,
    Percent,
    Positive,
    Supporters,
    Text,
)
from complaint_rules.frozen_dict import FrozenDict

Extra = Annotated[Mapping[str, Any], AfterValidator(FrozenDict)]

Change = Literal["never", "rises", "freely", "settles"]
"""How a fact, once it is known, may still change: not at all; upwards only (a paper is found, a bill grows); in any
way; or only as long as it is `undetermined`."""


Privacy = Literal["none", "personal", "medical"]
"""How sensitive a fact is: not personal by itself, personal, or about somebody's health. Personal and medical facts are
stored encrypted, and can be erased."""


class Default(NamedTuple):
    """The default of a fact that is left out: the state and value of another fact, or absence."""

    of: str | None = None
    """The path of the other fact; None: the fact is absent then."""
    divisor: int = 1
    """What the other fact's number is divided by."""
    otherwise: int | None = None
    """The value that is presumed where the other fact is absent; None: the fact is absent then."""

    def to_dict(self) -> dict[str, Any]:
        """The default as published schemas have it."""
        return {"of": self.of, "divisor": self.divisor, "otherwise": self.otherwise}


DAY_RECEIVED = Default("received_on")


def fact(
    en: str,
    zh: str,
    *,
    ordered: bool = False,
    unit: str | None = None,
    changes: Change = "never",
    presumed: bool | int | str | None = None,
    default: Default | None = None,
    privacy: Privacy = "none",
) -> Any:
    """Declare a fact of the contract.

    Args:
        en: the label in English.
        zh: the label in Chinese.
        ordered: whether its values have an order, that of their declaration.
        unit: the unit of a number.
        changes: how it may still change once it is known.
        presumed: the value that it is presumed to have where it is left out.
        default: its default where it is left out, if that is not a value. Without `presumed` and `default` it is
            unknown then.
        privacy: how sensitive it is.
    """
    extra: dict[str, Any] = {"title_zh": zh, "ordered": ordered, "unit": unit, "changes": changes, "presumed": presumed}
    if default is not None:
        extra["presumed_from"] = default.to_dict()
    if privacy != "none":
        extra["privacy"] = privacy
    return Field(default=None, title=en, json_schema_extra=extra)


class _Facts(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False, defer_build=True
    )


class Purchase(_Facts):
    """The goods or service complained of."""

    sold_here: StrictBool | None = fact("sold here", "本店所售")
    price: Money | None = fact("price", "价款", unit="CNY", privacy="personal")
    purchased_on: Day | None = fact("date of purchase", "购买日期", privacy="personal")
    remote: StrictBool | None = fact("remote sale", "远程购物")
    category: Literal["general", "food", "durable", "decoration", "furniture", "listed_three_guarantees"] | None = fact(
        "category of goods", "商品类别"
    )
    defect: Literal["none", "cosmetic", "quality", "safety"] | None = fact("defect", "瑕疵程度", ordered=True)
    officially_failed: StrictBool | None = fact("found unfit by an authority", "依法认定不合格", changes="rises")
    fraud: StrictBool | None = fact("fraud", "欺诈")
    seller_knew: StrictBool | None = fact("seller knew", "经营者明知")
    harmless_label_flaw: StrictBool | None = fact("harmless label flaw", "标签瑕疵不影响安全")
    expired: StrictBool | None = fact("past its date", "已过保质期")
    paid: Money | None = fact(
        "paid of the price",
        "已付价款",
        unit="CNY",
        changes="rises",
        default=Default("purchase.price"),
        privacy="personal",
    )
    delivered: StrictBool | None = fact("delivered", "已交付", changes="rises", presumed=True)
    quantity: Positive | None = fact("pieces bought", "购买件数", presumed=1)
    deposit: Money | None = fact("deposit paid", "已付定金", unit="CNY", presumed=0, privacy="personal")
    buyer: Literal["household", "serial"] | None = fact(
        "kind of buyer", "购买者类型", presumed="household", privacy="personal"
    )
    failed_repairs: Count | None = fact("failed repairs", "修理未果次数", changes="rises")
    loss: Money | None = fact("loss", "损失", unit="CNY", changes="rises", privacy="personal")
    unused: StrictBool | None = fact("unused", "商品完好")


class Dependant(_Facts):
    """A person whom the victim supported."""

    age: Age | None = fact("age", "年龄", unit="years", privacy="personal")
    incapable: StrictBool | None = fact(
        "unable to work and without income", "丧失劳动能力且无其他生活来源", privacy="medical"
    )
    supporters: Supporters | None = fact("people who share the support", "共同扶养人数", privacy="personal")


class Injury(_Facts):
    """An injured person."""

    severity: Literal["none", "minor", "serious", "disability", "death"] | None = fact(
        "severity of the injury", "伤情", ordered=True, privacy="medical"
    )
    serious_consequence: StrictBool | None = fact("serious consequence", "造成严重后果", privacy="medical")
    age: Age | None = fact("age of the injured", "伤者年龄", unit="years", privacy="personal")
    medical_expenses: Money | None = fact("medical expenses", "医疗费", unit="CNY", changes="rises", privacy="medical")
    future_treatment: Money | None = fact(
        "certain future treatment", "后续治疗费", unit="CNY", changes="rises", privacy="medical"
    )
    transport_expenses: Money | None = fact(
        "transport expenses", "交通费", unit="CNY", changes="rises", privacy="personal"
    )
    inpatient_days: Days | None = fact("days in hospital", "住院天数", unit="days", changes="rises", privacy="medical")
    rest_days: Days | None = fact("certified rest", "误工天数", unit="days", changes="rises", privacy="medical")
    nursing_days: Days | None = fact("days of nursing", "护理天数", unit="days", changes="rises", privacy="medical")
    nutrition_days: Days | None = fact("days of nutrition", "营养期", unit="days", changes="rises", privacy="medical")
    fixed_income: StrictBool | None = fact("fixed income", "有固定收入", privacy="personal")
    daily_income: Money | None = fact(
        "daily income",
        "日收入",
        unit="CNY/day",
        default=Default("injury.monthly_income", divisor=30),
        privacy="personal",
    )
    monthly_income: Money | None = fact("monthly income", "月收入", unit="CNY/month", privacy="personal")
    carers: Count | None = fact("carers", "护理人数", presumed=1, privacy="medical")
    carer_daily_pay: Money | None = fact(
        "a carer's pay", "护理人员日工资", unit="CNY/day", default=Default(), privacy="personal"
    )
    nursing_dependence_percent: Percent | None = fact(
        "degree of dependence on nursing", "护理依赖程度", unit="percent", presumed=100, privacy="medical"
    )
    disability_grade: Grade | None = fact("disability grade (1 worst)", "伤残等级", privacy="medical")
    aid_cost: Money | None = fact(
        "cost of disability aids", "残疾辅助器具费", unit="CNY", changes="rises", privacy="medical"
    )
    dependants: tuple[Dependant, ...] | None = fact("dependants", "被扶养人", privacy="medical")
    victim_fault_percent: Percent | None = fact(
        "victim's share of fault", "受害人过错比例", unit="percent", privacy="personal"
    )
    own_illness: StrictBool | None = fact(
        "brought about by an illness of their own", "因自身疾病所致", presumed=False, privacy="medical"
    )
    appraisal_fee: Money | None = fact(
        "appraisal fee", "鉴定费", unit="CNY", changes="rises", presumed=0, privacy="personal"
    )
    legal_fee: Money | None = fact(
        "lawyer's fee", "律师费", unit="CNY", changes="rises", presumed=0, privacy="personal"
    )
    lodging_expenses: Money | None = fact(
        "lodging expenses", "住宿费", unit="CNY", changes="rises", presumed=0, privacy="personal"
    )
    unfinished_treatment: StrictBool | None = fact(
        "treatment not finished", "治疗未终结", changes="freely", privacy="medical"
    )


class Belongings(_Facts):
    """Property of the customer, lost or damaged."""

    location: Literal["carried", "cart", "locker", "left_with_staff", "elsewhere"] | None = fact(
        "where it was", "物品所在"
    )
    circumstance: Literal["lost", "stolen", "snatched", "robbed", "damaged"] | None = fact("what happened", "经过")
    value: Money | None = fact("value", "价值", unit="CNY", privacy="personal")
    notice_posted: StrictBool | None = fact("notice posted", "有公告提示")
    found: StrictBool | None = fact("found again", "已找回", changes="rises")
    keeper_gross_negligence: StrictBool | None = fact("keeper grossly negligent", "保管人重大过失")


class Vehicle(_Facts):
    """A vehicle on the premises."""

    circumstance: Literal["collision", "damaged", "stolen", "property_stolen", "motorists_conflict"] | None = fact(
        "what happened to the vehicle", "车辆情况"
    )
    value: Money | None = fact("loss on the vehicle", "车辆损失", unit="CNY", privacy="personal")
    repair_cost: Money | None = fact("cost of repair", "修理费用", unit="CNY", changes="rises", privacy="personal")
    site_insured: StrictBool | None = fact("car park insured", "停车场已投保")
    property_company_managed: StrictBool | None = fact("run by a property company", "由物业管理")
    custody_taken: StrictBool | None = fact("custody taken", "已接受保管")
    custody_disputed: StrictBool | None = fact("custody disputed in law", "保管关系存在法律争议", presumed=False)
    agreed: StrictBool | None = fact("parties agreed", "协商一致", changes="rises")


class Conflict(_Facts):
    """A conflict on the premises."""

    between: Literal["customers", "customer_and_staff"] | None = fact("between whom", "冲突双方")
    anyone_injured: StrictBool | None = fact("anyone injured", "有人受伤", privacy="medical")


class SecurityStop(_Facts):
    """A customer stopped at the exit or by an alarm."""

    staff_lawful: StrictBool | None = fact("staff acted lawfully", "员工行为合法")
    publicised: StrictBool | None = fact("made public", "公开传播")
    fabricated: StrictBool | None = fact("fabricated", "捏造事实")
    theft_proven: StrictBool | None = fact("theft proven", "盗窃证据充分", changes="rises", privacy="personal")
    cooperative: StrictBool | None = fact("customer cooperates", "顾客配合", changes="freely", privacy="personal")
    searched_or_detained: StrictBool | None = fact("searched or detained", "被搜查或限制人身自由", privacy="personal")


class Merchant(_Facts):
    """The tenant merchant complained of."""

    tenant: StrictBool | None = fact("tenant of the mall", "为场内租户")
    refuses: StrictBool | None = fact("refuses", "拒绝处理", changes="freely")
    lease_ended: StrictBool | None = fact("lease ended", "租期已满", changes="rises")
    lease_ended_on: Day | None = fact("last day of the lease", "租期届满日", default=DAY_RECEIVED)


class Requests(_Facts):
    """What the customer asks for."""

    view_cctv: StrictBool | None = fact("asks to view CCTV", "要求查看监控", changes="freely")
    advance_medical: StrictBool | None = fact(
        "asks for an advance on medical cost", "要求垫付医疗费", changes="freely", privacy="medical"
    )
    one_off_settlement: StrictBool | None = fact("asks for a one-off settlement", "要求一次性赔偿", changes="freely")
    apology: StrictBool | None = fact("asks for an apology", "要求道歉", changes="freely")
    refund: StrictBool | None = fact("asks for a refund", "要求退款", changes="freely")
    exchange: StrictBool | None = fact("asks for an exchange", "要求换货", changes="freely")
    compensation: StrictBool | None = fact("asks for compensation", "要求赔偿", changes="freely")


class Evidence(_Facts):
    """What is at hand to prove the facts."""

    receipt: StrictBool | None = fact("receipt", "购物小票", changes="rises")
    other_proof_of_purchase: StrictBool | None = fact("other proof of purchase", "其他购买凭证", changes="rises")
    photo: StrictBool | None = fact("photo", "照片", changes="rises")
    video: StrictBool | None = fact("video", "视频", changes="rises")
    cctv: StrictBool | None = fact("CCTV recording", "监控录像", changes="rises")
    test_report: StrictBool | None = fact("test report", "检测报告", changes="rises")
    medical_record: StrictBool | None = fact("medical record", "病历", changes="rises", privacy="medical")
    medical_invoice: StrictBool | None = fact("medical invoice", "医疗费票据", changes="rises", privacy="medical")
    rest_certificate: StrictBool | None = fact("rest certificate", "休息证明", changes="rises", privacy="medical")
    income_proof: StrictBool | None = fact("proof of income", "收入证明", changes="rises", privacy="personal")
    nursing_certificate: StrictBool | None = fact("nursing certificate", "护理证明", changes="rises", privacy="medical")
    nutrition_opinion: StrictBool | None = fact("nutrition opinion", "营养意见", changes="rises", privacy="medical")
    insurer_consent: StrictBool | None = fact("insurer's consent", "保险公司同意", changes="rises")
    transport_tickets: StrictBool | None = fact("transport tickets", "交通票据", changes="rises", privacy="personal")
    disability_appraisal: StrictBool | None = fact(
        "disability appraisal", "伤残鉴定", changes="rises", privacy="medical"
    )
    aid_opinion: StrictBool | None = fact("opinion on aids", "辅助器具意见", changes="rises", privacy="medical")
    death_certificate: StrictBool | None = fact("death certificate", "死亡证明", changes="rises", privacy="medical")
    police_report: StrictBool | None = fact("police report", "报警回执", changes="rises", privacy="personal")
    property_list: StrictBool | None = fact("list of the property", "物品清单", changes="rises", privacy="personal")


Kind = Literal[
    "service_quality",
    "product_quality",
    "after_sales",
    "facility_fault",
    "personal_injury",
    "lost_property",
    "vehicle",
    "conflict",
    "security_stop",
    "privacy",
    "other",
]

Province = Literal[
    "national",
    "beijing",
    "tianjin",
    "hebei",
    "shanxi",
    "neimenggu",
    "liaoning",
    "jilin",
    "heilongjiang",
    "shanghai",
    "jiangsu",
    "zhejiang",
    "anhui",
    "fujian",
    "jiangxi",
    "shandong",
    "henan",
    "hubei",
    "hunan",
    "guangdong",
    "guangxi",
    "hainan",
    "chongqing",
    "sichuan",
    "guizhou",
    "yunnan",
    "xizang",
    "shaanxi",
    "gansu",
    "qinghai",
    "ningxia",
    "xinjiang",
]
"""The provinces of mainland China, by the ids used in figures; `national` represents any province."""


class Complaint(_Facts):
    """One complaint, as a service states it.

    Facts have the names of the contract; a group such as `injury` is a mapping. Sums arrive as yuan (`"150.00"`, or a
    number) and are held as whole fen; dates as 2026-11-20, moments with their offset.

    Raises:
        ComplaintError: on `Complaint.of`, with every problem at once; building it directly raises pydantic's error.

    Source: the contract of facts.
    """

    id: Text = Field(title="complaint number", json_schema_extra={"title_zh": "投诉编号"})
    received_at: Instant = Field(title="received at", json_schema_extra={"title_zh": "接收时间"})
    occurred_on: Day | None = fact("day of the event", "发生日期", default=DAY_RECEIVED)
    channel: Literal["hotline", "online_chat", "email", "letter", "on_site", "social_media", "regulator"] | None = fact(
        "channel", "渠道"
    )
    kind: Kind = Field(title="kind of complaint", json_schema_extra={"title_zh": "投诉类型"})
    claimed_amount: Money | None = fact("amount claimed", "索赔金额", unit="CNY", changes="freely", privacy="personal")
    media_risk: Literal["none", "possible", "contacted", "published"] | None = fact(
        "media attention", "媒体风险", ordered=True, changes="rises"
    )
    mass_incident_risk: StrictBool | None = fact("risk of a mass incident", "群体事件风险", changes="rises")
    facts_clear: StrictBool | None = fact("facts clear", "事实清楚", changes="rises")
    liability_clear: StrictBool | None = fact("liability clear", "责任明确", changes="rises")
    resolvable_on_spot: StrictBool | None = fact("can be settled on the spot", "可当场解决", changes="freely")
    demand_reasonable: StrictBool | None = fact("demand reasonable", "诉求合理", changes="freely")
    departments_involved: Positive | None = fact("departments involved", "涉及部门数", changes="rises")
    stage: Literal["new", "dissatisfied", "appealed"] | None = fact("stage", "阶段", ordered=True, changes="rises")
    regulator: Literal["none", "consumer_association", "market_regulator", "police", "court", "other_agency"] | None = (
        fact("authority involved", "介入机关", changes="freely")
    )
    dispute: Literal["calm", "heated", "violent"] | None = fact(
        "heat of the dispute", "争执程度", ordered=True, changes="freely"
    )
    customer_unwell: StrictBool | None = fact("customer unwell", "顾客身体不适", changes="freely", privacy="medical")
    fault: (
        Literal["company", "merchant", "customer", "third_party", "property_company", "force_majeure", "undetermined"]
        | None
    ) = fact("whose fault", "过错方", changes="settles")
    safety_duty_breached: StrictBool | None = fact("safety duty breached", "违反安全保障义务")
    crisis: Literal["none", "product", "service", "public_opinion", "natural_disaster"] | None = fact(
        "crisis", "危机类型", changes="freely"
    )
    liability_confirmed_by: frozenset[Text] | None = fact(
        "departments that confirmed liability", "确认责任的部门", changes="rises"
    )
    province: Province | None = fact("province of the shop", "门店所在省份", presumed="national")
    settled_on: Day | None = fact("day of settlement", "结算日期", changes="freely", default=DAY_RECEIVED)
    company_share_percent: Percent | None = fact("the company's share of the loss", "公司责任比例", unit="percent")
    customer_share_percent: Percent | None = fact(
        "the customer's share of the loss",
        "顾客自身责任比例",
        unit="percent",
        default=Default("injury.victim_fault_percent", otherwise=0),
    )
    progress: Literal["on_track", "late", "blocked"] | None = fact(
        "progress", "处理进度", ordered=True, changes="freely", presumed="on_track"
    )
    already_paid: Money | None = fact(
        "already paid for the harm", "已付款项", unit="CNY", changes="rises", presumed=0, privacy="personal"
    )
    persons_affected: Count | None = fact("persons affected", "涉及人数", changes="rises", presumed=1)
    trapped_minutes: Count | None = fact("minutes trapped", "被困分钟数", unit="minutes", changes="rises", presumed=0)
    promised_amount: Money | None = fact("amount publicly promised", "公开承诺的金额", unit="CNY", presumed=0)

    purchase: Purchase | None = fact("purchase", "购买情况")
    injury: Injury | None = fact("injury", "人身损害")
    belongings: Belongings | None = fact("belongings", "随身物品")
    vehicle: Vehicle | None = fact("vehicle", "车辆")
    conflict: Conflict | None = fact("conflict", "冲突")
    security_stop: SecurityStop | None = fact("stop by security", "安检截停")
    merchant: Merchant | None = fact("merchant", "商户")
    requests: Requests | None = fact("requests", "顾客要求")
    evidence: Evidence | None = fact("evidence", "证据")
    extra: Extra | None = fact("facts of the ruleset's own", "自定义事实")

    @classmethod
    def of(cls, complaint: Complaint | Mapping[str, Any]) -> Complaint:
        """Take a complaint or a plain mapping.

        Raises:
            ComplaintError: with one problem for each fact that is wrong, and a suggestion for a misspelt one.
        """
        if isinstance(complaint, cls):
            return complaint
        try:
            return cls.model_validate(complaint)
        except _PydanticError as error:
            raise ComplaintError(problems_of(error, cls, complaint)) from None
