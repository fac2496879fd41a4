"""Questions for something of another kind than the text has: a length of time, a company, a ceiling, another year."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

NOTICE = """\
澄湖市关于做好2025年公共自行车服务工作的通知
澄湖城管〔2024〕4号
各县（区）城市管理局：
一、站点维护。运营单位应当每半年组织一次站点水质检测。
二、车辆回收。故障车辆应当在四小时内收回。
三、保险保障。为骑行者购买意外保险，保险费由市级财政承担80%。
四、投放补助。运营单位每投放一辆助力车补助300元。投放智能车锁的，每把补助60元，单个单位每年最高不超过50万元。
五、水质异常。发现站点水质异常的，应当在二小时内向城市管理主管部门报告。
六、服务价格。夜间服务的价格不得高于日间服务价格的百分之七十。
七、禁止情形。患有色盲、癫痫、眩晕症等疾病的人员，不得从事车辆调度工作。调度人员应当每年体检一次。
八、违规处理。运营单位违反规定另行收取停放费的，由市场监督管理部门责令退还。
九、建设要求。站点的设计和建设应当符合下列要求：
（一）站点独立设置，不得占用盲道；
（二）锁车器采用防锈材料；
（三）监控资料保存不少于三十日。
十、扶持资金。连续扶持3年，第一年60万元、第二年40万元、第三年20万元。
十一、运力补贴。按车型给予补贴：9座以下每车每年1万元，10座至19座每车每年1.6万元，20座以上每车每年2.2万元。
十二、使用押金。市民办理骑行卡，押金200元，退卡后3个工作日内退还。
十三、施行日期。本通知自2024年2月1日起施行，有效期20年。
"""


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(NOTICE, tmp_path_factory.mktemp("notice"), "notice.txt")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("站点水质检测的结果要在几天之内公布？", "时间的长短"),
        ("故障车辆用满几年必须收回？", "时间的长短"),
        ("骑行者的意外保险是哪家保险公司承保的？", "是哪家保险公司"),
        ("骑行卡在哪个手机软件里申领？", "没有载明"),
        ("投放助力车的补助有没有封顶，封顶多少？", "上限"),
        ("2023年投放一辆助力车补助多少？", "没有载明"),
        ("骑行卡办下来有效期是几年？", "时间的长短"),
    ],
)
def test_what_the_text_does_not_tell_is_declined(
    notice: Conversation, question: str, said: str
) -> None:
    answer = notice.ask(question)
    assert answer.status.refused
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("故障车辆要几个钟头内收回？", "故障车辆应当在四小时内收回"),
        ("押金退卡后几天退？", "3个工作日内退还"),
        ("投放智能车锁封顶多少？", "单个单位每年最高不超过50万元"),
        ("投放一辆助力车补助多少？", "每投放一辆助力车补助300元"),
        ("水质异常后多长时间内报告主管部门？", "应当在二小时内向城市管理主管部门报告"),
        ("夜间服务的价格最高不能超过日间服务价格的多少？", "不得高于日间服务价格的百分之七十"),
        ("哪些疾病的人不能做车辆调度工作？", "色盲、癫痫、眩晕症"),
        ("运营单位另外收停放费，该找哪个部门处理？", "由市场监督管理部门责令退还"),
        ("站点建设有哪些硬性要求？", "锁车器采用防锈材料"),
    ],
)
def test_what_the_text_tells_in_these_words_is_given(
    notice: Conversation, question: str, words: str
) -> None:
    answer = notice.ask(question)
    assert not answer.status.refused
    assert words in answer.text


def test_yearly_instalments_are_all_added_up(notice: Conversation) -> None:
    assert "按原文各项合计 120万元。" in notice.ask("扶持资金三年下来总共多少？").text


def test_tiers_are_not_added_up(notice: Conversation) -> None:
    text = notice.ask("我有12辆15座的车，一年一共能拿多少运力补贴？").text
    assert "10座至19座每车每年1.6万元" in text
    assert "合计" not in text
