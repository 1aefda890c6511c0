"""姓名 — what a Chinese personal name looks like, and the words around a place that show a person is meant."""

import re

from .surroundings import Around

_COMPOUND = (
    "欧阳|太史|上官|端木|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容"
    "|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|漆雕|乐正|宰父|谷梁|拓跋|夹谷|轩辕|令狐"
    "|段干|百里|呼延|东郭|南门|羊舌|微生|梁丘|左丘|东门|西门|歐陽|司馬|東方|諸葛|尉遲|鍾離|長孫"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯昝管卢莫房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮羿储靳邴糜松井段富巫乌焦巴弓隗山谷车侯宓蓬全郗班仰秋仲伊宫宁"
    "仇栾暴甘厉戎武符刘景詹龙叶韶郜黎蓟薄白蒲鄂索咸籍赖卓蔺屠蒙池乔阴胥苍莘党翟谭逄姬申扶堵冉宰郦雍"
    "璩桑桂濮牛寿边扈燕冀郏浦尚温庄晏柴瞿阎充慕茹习宦艾鱼向古易慎戈廖庾终暨衡耿弘匡文寇禄阙殴殳沃蔚"
    "夔隆巩厍聂晁勾敖融冷訾辛阚简饶曾毋沙乜鞠丰巢关蒯查荆游竺权逯盖益桓公岳帅缑亢况琴商牟佘佴伯赏墨哈谯笪"
    "阳佟福肖覃仝闫苟代付刀鹿邸楚卿兰冼麦禤粟鄢祁逢栗冒郄仉隋"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華謝鄒竇蘇魯韋馬鳳鮑費賀湯羅畢鄔樂時齊顧黃蕭貝計談龐熊紀項藍閔麻賈婁顏鍾駱樓盧經應單諸"
    "龔陸榮儲車侯寧厲劉葉龍藺喬陰蒼聞黨譚貢勞邊農莊閻連習魚廣東師鞏聶簡饒關蓋麥蘭"
)
_NOT_GIVEN = "的了是和与及或等被由对将其所某各该此因患系们这那您你我他她它不无有者员，、"
_GIVEN = rf"(?![{_NOT_GIVEN}])[\u4e00-\u9fff]"
NAME = rf"(?:(?:{_COMPOUND})(?:{_GIVEN}){{1,2}}?|[{_SURNAMES}](?:{_GIVEN}){{1,2}}?|[\u4e00-\u9fff]{{1,6}}·[\u4e00-\u9fff]{{1,8}})"
"""Shortest first: what follows must say where the name ends. The last form is that of names with a middle dot."""

_BEFORE = re.compile(
    rf"(?:^|[\s,，、。；;：:）)（(|]|村民|居民|学生|患者|职工|户主|配偶|长[子女]|之[子女]|对象|人员|人|叫){NAME}[\s,，、：:（(；;|]*(?:[男女][\s,，、]*|(?:的)?(?:电子)?(?:邮箱|邮件|手机|电话)[号码：:\s]*)?$"
)
_AFTER = re.compile(r"[\s，,、）)（(]*(?:男|女|汉族|现住|家住|住址|户籍|出生)")
COMPOUND = re.compile(_COMPOUND)
"""A surname of two characters: no other word begins so."""
PERSON_HEADING = re.compile(
    r"姓名|名字|户主|申请人|(?:救助|保障|享受|补助|帮扶)对象|患者|学生|持有人|当事人|开户人|户名|领款人|业主|车主|收养人|被处罚人|老人"
)


def speaks_of_a_person(around: Around) -> bool:
    """Whether a name stands right before, a person's particulars right after, or the table is one of people."""
    return bool(
        _BEFORE.search(around.before)
        or _AFTER.match(around.after)
        or PERSON_HEADING.search(around.row_headings)
    )
