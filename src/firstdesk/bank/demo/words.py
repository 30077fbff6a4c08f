"""Invented names and addresses for the demo. Nobody is meant; the town does not exist."""

from __future__ import annotations

from random import Random


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Reads "王Wang 李Li" into (("王", "Wang"), ("李", "Li"))."""
    return tuple((word[0], word[1:]) for word in text.split())


SURNAMES = _pairs(
    "王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 赵Zhao 黄Huang 周Zhou 吴Wu 徐Xu 孙Sun 胡Hu 朱Zhu"
    " 高Gao 林Lin 何He 郭Guo 马Ma 罗Luo 梁Liang 宋Song 郑Zheng 谢Xie 韩Han 唐Tang 冯Feng 于Yu"
    " 董Dong 萧Xiao 程Cheng 曹Cao 袁Yuan 邓Deng 许Xu 傅Fu 沈Shen 曾Zeng 彭Peng 吕Lü 苏Su 卢Lu"
    " 蒋Jiang 蔡Cai 贾Jia 丁Ding 魏Wei 薛Xue 叶Ye 阎Yan 余Yu 潘Pan 杜Du 戴Dai 夏Xia 钟Zhong"
    " 汪Wang 田Tian 任Ren 姜Jiang 范Fan 方Fang 石Shi 姚Yao 谭Tan 廖Liao 邹Zou 熊Xiong 金Jin"
    " 陆Lu 郝Hao 孔Kong 白Bai 崔Cui 康Kang 毛Mao 邱Qiu 秦Qin 江Jiang 史Shi 顾Gu 侯Hou 邵Shao"
)
MALE = _pairs(
    "伟wei 强qiang 磊lei 军jun 勇yong 杰jie 涛tao 超chao 明ming 刚gang 平ping 辉hui 鹏peng"
    " 华hua 飞fei 斌bin 波bo 宇yu 浩hao 凯kai 健jian 俊jun 帆fan 松song 柏bai 川chuan 远yuan"
    " 舟zhou 岳yue 峰feng 德de 国guo 建jian 志zhi 文wen 学xue 永yong 光guang 启qi 立li 安an"
    " 诚cheng 翰han 逸yi 然ran 泽ze 铭ming 昊hao 景jing 楠nan"
)
FEMALE = _pairs(
    "芳fang 娜na 敏min 静jing 丽li 艳yan 娟juan 霞xia 燕yan 玲ling 婷ting 慧hui 莹ying 洁jie"
    " 琳lin 雪xue 梅mei 兰lan 竹zhu 菊ju 云yun 月yue 秋qiu 晚wan 晴qing 岚lan 溪xi 禾he 苗miao"
    " 桂gui 秀xiu 淑shu 玉yu 珍zhen 凤feng 春chun 文wen 思si 雨yu 心xin 怡yi 欣xin 佳jia 若ruo"
    " 宁ning 安an 可ke 初chu 瑶yao 蕴yun"
)
FIRMS = _pairs(
    "明Ming 禾He 远Yuan 泰Tai 合He 兴Xing 隆Long 瑞Rui 和He 信Xin 通Tong 达Da 宏Hong 盛Sheng"
    " 润Run 诚Cheng 恒Heng 嘉Jia 源Yuan 丰Feng"
)
TRADES = (
    ("商贸有限公司", "Trading Co"),
    ("机械厂", "Machine Works"),
    ("餐饮管理有限公司", "Catering Co"),
    ("物流有限公司", "Logistics Co"),
    ("纺织有限公司", "Textiles Co"),
    ("建材经营部", "Building Supplies"),
)
STREETS = ("柳岸路", "书院街", "望江东路", "石桥巷", "云栖大道", "北渡街", "老码头路", "青禾路")
DISTRICTS = ("滨江区", "城西区", "高新区")
BILLERS = (("电费", "Electricity"), ("水费", "Water"), ("燃气费", "Gas"), ("电话费", "Telephone"))


def person_name(draw: Random, female: bool) -> tuple[str, str]:
    """A name in Chinese and in pinyin."""
    surname, given = draw.choice(SURNAMES), FEMALE if female else MALE
    signs = draw.sample(given, 1 if draw.randrange(100) < 18 else 2)
    zh = surname[0] + "".join(sign for sign, _ in signs)
    return zh, f"{surname[1]} {''.join(sound for _, sound in signs).capitalize()}"


def firm_name(draw: Random) -> tuple[str, str]:
    """A company's name in Chinese and in English."""
    signs, trade = draw.sample(FIRMS, 2), draw.choice(TRADES)
    zh = f"澄江市{''.join(sign for sign, _ in signs)}{trade[0]}"
    return zh, f"Chengjiang {''.join(sound for _, sound in signs).capitalize()} {trade[1]}"


def address(draw: Random) -> str:
    """A postal address in the town that does not exist."""
    house, flat = draw.randrange(1, 400), draw.randrange(101, 2400)
    return f"澄江市{draw.choice(DISTRICTS)}{draw.choice(STREETS)}{house}号{flat}室"
