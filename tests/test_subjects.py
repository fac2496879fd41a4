"""Documents told by their titles, and the words of a question that tell a subject."""

from several_policies import CARE_OF_CLOUD, CARE_OF_PINE, PARKING, SNOW_PLAN_2025, policies

from assistant.subjects import titled, topic_words

DOCUMENTS = policies(CARE_OF_PINE, CARE_OF_CLOUD, SNOW_PLAN_2025, PARKING)


def told(words: list[str]) -> list[str]:
    return [document.number for document in titled(words, DOCUMENTS)]


def test_words_of_a_subject() -> None:
    assert topic_words("养老服务的补贴工作") == ["养老"]
    assert topic_words("共享单车的规定什么时候施行") == ["共享", "单车"]
    assert topic_words("这份文件的文号是什么") == []
    assert topic_words("市财政局在冰雪旅游工作上", ["市财政局"]) == ["冰雪", "旅游"]


def test_documents_with_the_most_of_the_words() -> None:
    assert told(["养老"]) == ["松政办规〔2025〕3号", "云岭政办规〔2025〕8号"]
    assert told(["冰雪", "旅游", "养老"]) == ["松政办发〔2025〕6号"]
    assert told(["红烧肉"]) == []
    assert told([]) == []
