"""Labels (English, Chinese) of the values that a fact of the contract can have, by the fact's path."""

from __future__ import annotations

from collections.abc import Mapping

Labels = Mapping[str, tuple[str, str]]

VALUES: Mapping[str, Labels] = {
    "channel": {
        "hotline": ("hotline", "热线电话"),
        "online_chat": ("online chat", "在线客服"),
        "email": ("email", "电子邮件"),
        "letter": ("letter", "来信"),
        "on_site": ("on site", "现场"),
        "social_media": ("social media", "社交媒体"),
        "regulator": ("passed on by an authority", "主管机关转办"),
    },
    "kind": {
        "service_quality": ("service quality", "服务质量"),
        "product_quality": ("product quality", "商品质量"),
        "after_sales": ("after-sales service", "售后服务"),
        "facility_fault": ("fault of a facility", "设施故障"),
        "personal_injury": ("personal injury", "人身伤害"),
        "lost_property": ("lost property", "财物丢失"),
        "vehicle": ("vehicle", "车辆"),
        "conflict": ("conflict", "冲突"),
        "security_stop": ("stop by security", "安检截停"),
        "privacy": ("privacy", "个人信息"),
        "other": ("other", "其他"),
    },
    "media_risk": {
        "none": ("none", "无"),
        "possible": ("possible", "可能引起关注"),
        "contacted": ("the media were contacted", "已联系媒体"),
        "published": ("published", "已公开报道"),
    },
    "stage": {
        "new": ("new", "新投诉"),
        "dissatisfied": ("dissatisfied with the outcome", "对处理结果不满"),
        "appealed": ("appealed", "已申诉"),
    },
    "regulator": {
        "none": ("none", "无"),
        "consumer_association": ("consumer association", "消费者协会"),
        "market_regulator": ("market regulator", "市场监管部门"),
        "police": ("police", "公安机关"),
        "court": ("court", "法院"),
        "other_agency": ("another authority", "其他机关"),
    },
    "dispute": {
        "calm": ("calm", "平和"),
        "heated": ("heated", "激烈"),
        "violent": ("violent", "暴力"),
    },
    "fault": {
        "company": ("the company", "公司"),
        "merchant": ("the merchant", "商户"),
        "customer": ("the customer", "顾客"),
        "third_party": ("a third party", "第三人"),
        "property_company": ("the property company", "物业公司"),
        "force_majeure": ("nobody: force majeure", "不可抗力"),
        "undetermined": ("cannot be determined", "无法查明"),
    },
    "crisis": {
        "none": ("none", "无"),
        "product": ("product", "产品危机"),
        "service": ("service", "服务危机"),
        "public_opinion": ("public opinion", "舆情危机"),
        "natural_disaster": ("natural disaster", "自然灾害"),
    },
    "purchase.category": {
        "general": ("general goods", "一般商品"),
        "food": ("food", "食品"),
        "durable": ("durable goods", "耐用商品"),
        "decoration": ("decoration", "装饰装修"),
        "furniture": ("furniture", "家具"),
        "listed_three_guarantees": ("goods on the three-guarantees lists", "列入三包目录的商品"),
    },
    "purchase.defect": {
        "none": ("none", "无"),
        "cosmetic": ("cosmetic", "外观瑕疵"),
        "quality": ("of quality", "质量问题"),
        "safety": ("of safety", "安全隐患"),
    },
    "injury.severity": {
        "none": ("none", "无"),
        "minor": ("minor", "轻伤"),
        "serious": ("serious", "重伤"),
        "disability": ("disability", "致残"),
        "death": ("death", "死亡"),
    },
    "belongings.location": {
        "carried": ("carried by the customer", "随身携带"),
        "cart": ("in the shopping cart", "购物车内"),
        "locker": ("in a locker", "物品柜内"),
        "left_with_staff": ("left with staff", "交员工保管"),
        "elsewhere": ("elsewhere", "其他地点"),
    },
    "belongings.circumstance": {
        "lost": ("lost", "遗失"),
        "stolen": ("stolen", "被盗"),
        "snatched": ("snatched", "被抢夺"),
        "robbed": ("robbed", "被抢劫"),
        "damaged": ("damaged", "损坏"),
    },
    "vehicle.circumstance": {
        "collision": ("collision", "碰撞"),
        "damaged": ("damaged", "损坏"),
        "stolen": ("stolen", "被盗"),
        "property_stolen": ("property stolen from it", "车内财物被盗"),
        "motorists_conflict": ("conflict between motorists", "车主之间冲突"),
    },
    "conflict.between": {
        "customers": ("between customers", "顾客之间"),
        "customer_and_staff": ("between a customer and staff", "顾客与员工之间"),
    },
}
