"""Fixtures of all tests: documents read once, and assistants over them with the shipped model."""

from datetime import date
from pathlib import Path

import pytest

from assistant.assembly import (
    Parts,
    assemble,
    assemble_parts,
    build_index_folder,
    shipped_documents,
)
from assistant.conversation import Conversation
from assistant.many_documents import ManyDocuments
from assistant.settings import Settings
from documents import Document, read_document

CORPUS = Path(__file__).parent.parent / "documents" / "corpus"

CHARGING_REGULATION = """\
澜州市电动自行车停放充电管理条例
(2024年11月28日澜州市第六届人民代表大会常务委员会第二十次会议通过)
第一章 总则
第一条 为了规范电动自行车停放、充电管理,预防和减少火灾事故,根据有关法律法规,结合本市实际,制定本条例。
第二条 本条例适用于本市行政区域内电动自行车的停放、充电及其监督管理活动。
第三条 本条例所称集中充电场所,是指为十辆以上电动自行车同时提供充电服务的固定场所。
第四条 市住房和城乡建设局负责指导物业服务人做好住宅小区电动自行车停放、充电管理工作。
市消防救援支队负责电动自行车停放、充电场所的消防监督检查。
第二章 停放与充电
第五条 新建住宅小区应当按照不低于住户数百分之三十的比例配建电动自行车停放车位。
第六条 集中充电场所应当符合下列要求:
(一)与托育机构、养老机构保持不少于十米的距离;
(二)配置定时断电和故障报警装置;
(三)安装视频监控设备,监控资料保存期限不少于九十日;
(四)设置明显的禁止吸烟标志。
第七条 集中充电场所的运营单位应当自投入使用之日起十五日内,向所在地街道办事处备案。
充电服务收费应当明码标价。
第三章 法律责任
第八条 违反本条例第六条规定的,由消防救援机构责令限期改正;逾期不改正的,处二千元以上一万元以下罚款。
第九条 个人在楼梯间、疏散通道为电动自行车充电,拒不改正的,处五百元以下罚款。
第四章 附则
第十条 本条例自2025年3月1日起施行。
"""

ORCHARD_NOTICE = """\
青峪市人民政府办公室关于支持山地果业发展若干措施的通知
青峪政办发〔2025〕18号
各县区人民政府,市政府各部门:
为推动山地果业提质增效,促进农民增收,现就有关事项通知如下。
一、发展目标
到2027年,全市标准化果园面积达到12万亩以上,建成产地冷库150座,果品加工转化率提高到35%。到2030年,标准化果园面积达到20万亩以上,果品网络零售额突破8亿元。
二、实施三大提升工程
(一)品种改良工程。对新栽植良种果苗的农户,每亩一次性补助600元。支持建设良种苗木繁育基地,对验收合格的,每个奖励20万元。(牵头单位:市农业农村局;配合单位:市财政局、市林业局)
(二)产地仓储工程。对新建库容500吨以上产地冷库的合作社,按投资额的30%给予补助,最高不超过80万元。推广移动式预冷设备,缩短采后入库时间。(牵头单位:市发展和改革委员会、市商务局;配合单位:市供销合作社)
(三)品牌营销工程。打造青峪脆李、云顶蜜桃、石涧猕猴桃三个区域公用品牌。对在省外开设品牌专卖店的企业,每家奖励5万元。(牵头单位:市市场监督管理局、市商务局)
三、强化服务保障
(一)技术培训。每年培训果农2000人次,选派果树技术员80名驻村服务。(牵头单位:市农业农村局、市人力资源和社会保障局)
(二)质量安全。建立果品质量追溯平台,每年抽检果品不少于400批次。(牵头单位:市市场监督管理局、市卫生健康委员会)
(三)数字果园。建设果园物联网监测点60个,推广病虫害智能识别。(牵头单位:市工业和信息化局、市农业农村局)
(四)申报程序。申请补助的经营主体于每年6月30日前向所在地乡镇人民政府提出申请,县级农业农村部门在20个工作日内完成审核。
青峪市人民政府办公室
2025年4月2日
"""


@pytest.fixture(scope="session")
def opinion() -> Document:
    """The shipped opinion, 菏政办字〔2024〕7号."""
    return read_document(CORPUS / "heze_services_2024.txt")


@pytest.fixture(scope="session")
def regulation_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A regulation of an invented city: 章, 条, 款, 项, fines and deadlines."""
    path = tmp_path_factory.mktemp("regulation") / "charging_regulation.txt"
    path.write_text(CHARGING_REGULATION, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def notice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notice of another invented city: targets of two years, money, brackets of departments."""
    path = tmp_path_factory.mktemp("notice") / "orchard_notice.txt"
    path.write_text(ORCHARD_NOTICE, encoding="utf-8")
    return path


def settings_for(folder: Path) -> Settings:
    """Settings that differ from the defaults in the index folder and the day alone."""
    return Settings(
        index=folder,
        model=None,
        host="127.0.0.1",
        port=7860,
        question_limit=2000,
        today=date(2024, 6, 1),
    )


def assistant_over(folder: Path, *files: Path) -> ManyDocuments:
    """An assistant with the shipped model over an index of these files, built in the folder."""
    settings = settings_for(folder)
    build_index_folder(settings, files)
    return assemble(settings)


def assistant_reading(text: str, folder: Path, name: str) -> ManyDocuments:
    """An assistant over one text, written into the folder under a name."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return assistant_over(folder / "index", file)


@pytest.fixture(scope="session")
def opinion_assistant(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """The assistant over the shipped opinion alone, as after `zhice index`."""
    return assistant_over(tmp_path_factory.mktemp("opinion"), *shipped_documents())


@pytest.fixture(scope="session")
def opinion_parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The assistant over the shipped opinion with its index and its model."""
    settings = settings_for(tmp_path_factory.mktemp("opinion_parts"))
    build_index_folder(settings, shipped_documents())
    return assemble_parts(settings)


@pytest.fixture(scope="session")
def regulation_assistant(
    tmp_path_factory: pytest.TempPathFactory, regulation_file: Path
) -> Conversation:
    """The assistant over the regulation alone."""
    return assistant_over(tmp_path_factory.mktemp("regulation_index"), regulation_file)


@pytest.fixture(scope="session")
def notice_assistant(tmp_path_factory: pytest.TempPathFactory, notice_file: Path) -> Conversation:
    """The assistant over the notice alone."""
    return assistant_over(tmp_path_factory.mktemp("notice_index"), notice_file)


@pytest.fixture(scope="session")
def joint_assistant(
    tmp_path_factory: pytest.TempPathFactory, regulation_file: Path, notice_file: Path
) -> Conversation:
    """The assistant over the opinion, the regulation and the notice together."""
    files = [*shipped_documents(), regulation_file, notice_file]
    return assistant_over(tmp_path_factory.mktemp("joint_index"), *files)
