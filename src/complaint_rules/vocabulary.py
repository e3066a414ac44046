"""Names that every ruleset knows without declaring them, with their labels (English, Chinese).

Source: the shared vocabulary of the shipped rulesets; a ruleset's header adds to it.
"""

from __future__ import annotations

from collections.abc import Mapping

Labels = Mapping[str, tuple[str, str]]

PARTIES: Labels = {
    "front_desk": ("front desk", "前台"),
    "reception": ("reception", "接待人员"),
    "customer_service": ("customer service", "顾客服务部"),
    "customer_service_specialist": ("customer-service specialist", "客服专员"),
    "customer_service_manager": ("customer-service manager", "客服经理"),
    "handling_group": ("handling group", "投诉处理小组"),
    "leading_group": ("leading group", "投诉处理领导小组"),
    "general_manager": ("general manager", "总经理"),
    "store_manager": ("store manager", "店长"),
    "complaint_specialist": ("complaint specialist", "客诉专员"),
    "headquarters_complaints": ("headquarters complaint department", "总部客诉部门"),
    "duty_manager": ("duty manager", "值班经理"),
    "floor_manager": ("floor manager", "楼层经理"),
    "furniture_building_materials": ("furniture and building materials", "家具建材部"),
    "quality_control": ("quality control", "品控部"),
    "purchasing": ("purchasing", "采购部"),
    "production": ("production", "生产部"),
    "business_department": ("business department", "业务部门"),
    "maintenance": ("maintenance", "工程维修部"),
    "operations": ("operations", "运营部"),
    "security": ("security", "保安部"),
    "risk_control": ("risk control", "风险防控部"),
    "property_company": ("property company", "物业公司"),
    "insurer": ("insurer", "保险公司"),
    "designated_liaison": ("designated liaison department", "指定对接部门"),
    "senior_management": ("senior management", "公司高层"),
    "supervision_group": ("supervision group", "监督小组"),
    "finance": ("finance", "财务部"),
    "cashier_office": ("cashier office", "现金房"),
}

CLOCKS: Labels = {
    "acknowledge": ("acknowledge", "告知受理"),
    "transfer": ("transfer", "转交"),
    "investigate": ("investigate", "调查"),
    "respond": ("respond", "答复"),
    "resolve": ("resolve", "解决"),
    "communicate": ("tell the outcome", "反馈结果"),
    "appeal": ("decide the appeal", "申诉终审"),
    "pay": ("pay", "付款"),
    "mediate": ("mediate", "调解"),
    "retain": ("keep the file", "保存"),
}

ACTIONS: Labels = {
    "call_police": ("call the police", "报警"),
    "call_ambulance": ("call an ambulance", "拨打120"),
    "rescue": ("rescue", "现场救助"),
    "escort_to_hospital": ("escort to hospital", "陪同就医"),
    "contact_family": ("contact the family", "联系家属"),
    "calm_and_apologise": ("calm the customer and apologise", "安抚并致歉"),
    "record_statement": ("record the statement", "记录陈述"),
    "read_back_record": ("read the record back", "复述确认记录"),
    "contact_risk_control": ("contact risk control", "联系风险防控部"),
    "review_cctv": ("review the CCTV recording", "查看监控"),
    "preserve_cctv": ("preserve the CCTV recording", "保存监控录像"),
    "go_to_exit": ("go to the exit", "赶到出口"),
    "advise_police_report": ("advise a report to the police", "建议顾客报案"),
    "register_loss": ("register the loss", "登记失物"),
    "assist_police": ("assist the police", "配合警方"),
    "mediate": ("mediate", "调解"),
    "separate_parties": ("separate the parties", "劝离双方"),
    "assist_employee": ("assist the employee", "协助员工"),
    "notify_purchasing": ("notify purchasing", "通知采购部"),
    "notify_insurer": ("notify the insurer", "通知保险公司"),
    "notify_property_company": ("notify the property company", "通知物业公司"),
    "verify_purchase": ("verify the purchase", "核实购买"),
    "verify_with_merchant": ("verify with the merchant", "向商户核实"),
    "report_to_store_manager": ("report to the store manager", "报告店长"),
    "report_to_senior_management": ("report to senior management", "报告公司高层"),
    "report_to_superior": ("report to the superior", "报告上级"),
    "report_accident": ("report the accident", "上报事故"),
    "designate_liaison": ("designate a liaison", "指定对接人"),
    "name_lead_department": ("name the lead department", "确定牵头部门"),
    "activate_crisis_plan": ("activate the crisis plan", "启动危机预案"),
    "give_completion_time": ("give a completion time", "告知完成时间"),
    "execute_after_consent": ("execute after consent", "顾客同意后执行"),
    "seek_one_off_settlement": ("seek a one-off settlement", "争取一次性解决"),
    "request_payment": ("request the payment", "申请付款"),
    "follow_up_call": ("make a follow-up call", "回访"),
    "reopen": ("reopen", "重新处理"),
    "explain": ("explain", "解释说明"),
    "archive": ("file the case", "归档"),
    "close_with_reasons": ("close the case with reasons", "说明理由后结案"),
    "take_off_sale": ("take off sale", "下架"),
    "recover_from_merchant": ("recover from the merchant", "向商户追偿"),
    "assess_safety_duty": ("find out whether the safety duty was breached", "核查是否违反安全保障义务"),
}

WHEN: Labels = {"at_once": ("at once", "立即"), "same_day": ("the same day", "当日")}

PROHIBITED: Labels = {
    "promise_compensation": ("promise compensation", "承诺赔偿"),
    "raise_compensation": ("raise compensation oneself", "主动提出赔偿"),
    "restrain_person": ("restrain a person", "限制人身自由"),
    "search_or_detain": ("search or detain", "搜查或限制人身自由"),
    "comment_to_media": ("comment to the media", "对媒体发表评论"),
    "take_employee_side": ("take the employee's side", "偏袒员工"),
    "disclose_customer_data": ("disclose customer data", "泄露顾客信息"),
    "one_off_settlement_of_unfinished_treatment": (
        "settle unfinished treatment once and for all",
        "治疗未终结时一次性了结",
    ),
}

APPROVALS: Labels = {
    "medical_advance": ("an advance on medical cost", "垫付医疗费"),
    "vehicle_compensation": ("compensation for a vehicle", "车辆赔偿"),
    "compensation": ("compensation", "赔偿"),
    "liability_admission": ("admission of liability", "承认责任"),
    "solution": ("the solution", "解决方案"),
    "outcome_review": ("review of the outcome", "结果审核"),
    "media_statement": ("a statement to the media", "媒体声明"),
    "payment": ("payment", "付款"),
}

REMEDIES: Labels = {
    "apology": ("apology", "道歉"),
    "explanation": ("explanation", "解释"),
    "repair": ("repair", "修理"),
    "exchange": ("exchange", "换货"),
    "refund": ("refund", "退款"),
    "discount": ("discount", "优惠"),
    "compensation": ("compensation", "赔偿"),
    "statutory_damages": ("statutory damages", "法定惩罚性赔偿"),
    "medical_advance": ("medical advance", "垫付医疗费"),
    "help": ("help", "协助"),
}

MONEY_REMEDIES = frozenset({"refund", "discount", "compensation", "statutory_damages", "medical_advance"})
"""Remedies that are a sum of money; the others have no range."""

PUBLIC_REMEDY = "apology"
"""The remedy that may be a public one."""

PAYABLE_REMEDIES = MONEY_REMEDIES - {"medical_advance"}
"""Remedies that add to the payable sum; an advance is part of what items pay, not a sum of its own."""

APPROVED_AS: dict[str, tuple[str, ...]] = {
    "compensation": ("compensation", "vehicle_compensation"),
    "medical_advance": ("medical_advance",),
}
"""By remedy, the purposes of the approvals that an offer of it needs."""

GRANTED = ("permitted", "required")
"""The statuses of a remedy that may be offered today."""

CHOICES: Labels = {"customer": ("the customer's choice", "由顾客选择"), "house": ("the house's choice", "由企业选择")}
"""Who chooses among alternative remedies."""

ITEMS: Labels = {
    "medical": ("medical expenses", "医疗费"),
    "lost_wages": ("lost wages", "误工费"),
    "nursing": ("nursing", "护理费"),
    "transport": ("transport", "交通费"),
    "hospital_meals": ("hospital meals", "住院伙食补助费"),
    "nutrition": ("nutrition", "营养费"),
    "disability": ("disability compensation", "残疾赔偿金"),
    "disability_aids": ("disability aids", "残疾辅助器具费"),
    "funeral": ("funeral", "丧葬费"),
    "death": ("death compensation", "死亡赔偿金"),
    "dependants": ("dependants' living costs", "被扶养人生活费"),
    "mental_distress": ("mental distress", "精神损害抚慰金"),
    "appraisal": ("appraisal and test fees", "鉴定检测费"),
    "legal": ("lawyer's fee", "律师费"),
    "lodging": ("lodging", "住宿费"),
}

FINDINGS: Labels = {
    "company": ("the company", "公司"),
    "merchant": ("the merchant", "商户"),
    "customer": ("the customer", "顾客"),
    "third_party": ("a third party", "第三人"),
    "insurer": ("the insurer", "保险公司"),
    "property_company": ("the property company", "物业公司"),
    "shared": ("shared", "共同承担"),
    "none": ("nobody", "无责任"),
    "undetermined": ("not determined", "未定"),
}

HAND_OVER = "transfer"
"""The clock at whose end a case must have been handed over."""
TRANSFERRED = "transferred"

STARTS: Labels = {
    "received": ("received", "接收"),
    TRANSFERRED: ("transferred", "转交"),
    "resolved": ("resolved", "解决"),
    "appealed": ("appealed", "申诉"),
}
