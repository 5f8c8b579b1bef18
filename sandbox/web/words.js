// Labels of the page itself; what is said in the chats is the bot's business.

const WORDS = {
  en: {},
  ru: {
    "People": "Люди", "Groups": "Группы", "New person": "Новый человек", "Notes": "Заметки", "bot": "бот",
    "Message": "Сообщение", "Send": "Отправить", "Menu": "Меню", "START": "СТАРТ", "RESTART": "НАЧАТЬ ЗАНОВО",
    "What can this bot do?": "Что умеет этот бот?", "Nothing here yet": "Здесь пока пусто",
    "typing…": "печатает…", "sends a file…": "отправляет файл…", "edited": "изменено", "Today": "Сегодня",
    "Yesterday": "Вчера", "Open": "Открыть", "Save": "Сохранить", "Photo": "Фото", "Document": "Документ",
    "My contact": "Мой контакт", "Contact of": "Контакт:", "Location": "Геопозиция", "Sticker": "Стикер",
    "Voice message": "Голосовое сообщение", "Block the bot": "Заблокировать бота",
    "Unblock the bot": "Разблокировать бота", "You have blocked this bot": "Вы заблокировали этого бота",
    "Share your phone number?": "Поделиться номером телефона?", "Share your location?": "Поделиться геопозицией?",
    "The bot will get your number": "Бот получит ваш номер", "The bot will know where you are": "Бот узнает, где вы",
    "Cancel": "Отмена", "Share": "Поделиться", "OK": "OK", "Edit": "Изменить", "Reply": "Ответить",
    "Make it too old": "Сделать слишком старым", "Copied": "Скопировано", "Bench": "Стенд", "Faults": "Сбои",
    "Bot API down": "Bot API недоступен", "Slow": "Медленно", "429 for 10 s": "429 на 10 с", "Bot API down 30 s": "Bot API недоступен 30 с", "Answer lost": "Ответ потерян",
    "Slow by 3 s": "Медленно на 3 с", "Restart the bot": "Перезапустить бота", "Repair all": "Починить всё",
    "Limits of Telegram": "Лимиты Telegram", "Pending updates": "Ждут бота", "Bot API log": "Журнал Bot API",
    "Two seats": "Два места", "Topics": "Темы", "New topic": "Новая тема", "Add the bot": "Добавить бота", "Remove the bot": "Удалить бота", "blocks the bot": "блокирует бота",
    "Close topic": "Закрыть тему", "Reopen topic": "Открыть тему",
    "closed": "закрыта", "Name": "Имя", "Language": "Язык", "Phone": "Телефон", "Deep link": "Глубокая ссылка",
    "Create": "Создать", "members": "участн.", "Send the press again": "Повторить нажатие", "too old": "слишком старое",
    "Close": "Закрыть", "Attach": "Прикрепить", "Keyboard": "Клавиатура", "Actions": "Действия", "All": "Все",
    "The page has lost the sandbox; it is trying again.": "Связь с песочницей потеряна, пробуем снова.",
    "Arguments": "Аргументы", "Result": "Результат", "Speaks as": "Пишет", "seconds left": "с осталось",
    "Pinned": "Закреплено", "Quote": "Цитировать", "Leave the part that you answer": "Оставьте ту часть, на которую отвечаете",
    "Delete": "Удалить", "Take the reaction back": "Убрать реакцию", "Forwarded from": "Переслано от",
    "Video": "Видео", "Video message": "Видеосообщение", "Audio": "Аудио", "Contact": "Контакт", "Poll": "Опрос", "GIF": "GIF",
    "Topic closed": "Тема закрыта", "Topic reopened": "Тема открыта снова", "The group is a supergroup now": "Группа стала супергруппой",
  },
  kk: {
    "People": "Адамдар", "Groups": "Топтар", "New person": "Жаңа адам", "Notes": "Жазбалар", "bot": "бот",
    "Message": "Хабар", "Send": "Жіберу", "Menu": "Мәзір", "START": "БАСТАУ", "RESTART": "ҚАЙТА БАСТАУ",
    "What can this bot do?": "Бұл бот не істей алады?", "Nothing here yet": "Мұнда әзірге ештеңе жоқ",
    "typing…": "жазып жатыр…", "sends a file…": "файл жіберіп жатыр…", "edited": "өзгертілді", "Today": "Бүгін",
    "Yesterday": "Кеше", "Open": "Ашу", "Save": "Сақтау", "Photo": "Фото", "Document": "Құжат",
    "My contact": "Менің контактім", "Contact of": "Контакт:", "Location": "Орналасқан жер", "Sticker": "Стикер",
    "Voice message": "Дауыстық хабар", "Block the bot": "Ботты бұғаттау", "Unblock the bot": "Боттың бұғатын ашу",
    "You have blocked this bot": "Сіз бұл ботты бұғаттадыңыз",
    "Share your phone number?": "Телефон нөміріңізбен бөлісесіз бе?",
    "Share your location?": "Орналасқан жеріңізбен бөлісесіз бе?",
    "The bot will get your number": "Бот нөміріңізді алады", "The bot will know where you are": "Бот қайда екеніңізді біледі",
    "Cancel": "Бас тарту", "Share": "Бөлісу", "OK": "Жарайды", "Edit": "Өзгерту", "Reply": "Жауап беру",
    "Make it too old": "Ескірген ету", "Copied": "Көшірілді", "Bench": "Стенд", "Faults": "Ақаулар",
    "Bot API down": "Bot API істемейді", "Slow": "Баяу", "429 for 10 s": "10 с бойы 429", "Bot API down 30 s": "Bot API 30 с істемейді", "Answer lost": "Жауап жоғалды",
    "Slow by 3 s": "3 с баяу", "Restart the bot": "Ботты қайта қосу", "Repair all": "Бәрін түзету",
    "Limits of Telegram": "Telegram шектеулері", "Pending updates": "Ботты күтуде", "Bot API log": "Bot API журналы",
    "Two seats": "Екі орын", "Topics": "Тақырыптар", "New topic": "Жаңа тақырып", "Add the bot": "Ботты қосу", "Remove the bot": "Ботты шығару", "blocks the bot": "ботты бұғаттайды",
    "Close topic": "Тақырыпты жабу", "Reopen topic": "Тақырыпты ашу",
    "closed": "жабық", "Name": "Аты", "Language": "Тіл", "Phone": "Телефон", "Deep link": "Терең сілтеме",
    "Create": "Құру", "members": "мүше", "Send the press again": "Басуды қайталау", "too old": "ескірген",
    "Close": "Жабу", "Attach": "Тіркеу", "Keyboard": "Пернетақта", "Actions": "Әрекеттер", "All": "Барлығы",
    "The page has lost the sandbox; it is trying again.": "Сынақ алаңымен байланыс үзілді, қайта қосылып жатыр.",
    "Arguments": "Аргументтер", "Result": "Нәтиже", "Speaks as": "Кім болып жазады", "seconds left": "с қалды",
    "Pinned": "Бекітілген", "Quote": "Үзінді келтіру", "Leave the part that you answer": "Жауап беретін бөлігін ғана қалдырыңыз",
    "Delete": "Жою", "Take the reaction back": "Реакцияны алып тастау", "Forwarded from": "Қайта жіберілді:",
    "Video": "Бейне", "Video message": "Бейнехабар", "Audio": "Аудио", "Contact": "Контакт", "Poll": "Сауалнама", "GIF": "GIF",
    "Topic closed": "Тақырып жабылды", "Topic reopened": "Тақырып қайта ашылды", "The group is a supergroup now": "Топ супертопқа айналды",
  },
};

export const LANGUAGES = { kk: "Қазақша", ru: "Русский", en: "English" };

let language = pick(localStorage.getItem("language"), navigator.language.slice(0, 2), "en");

export const current = () => language;

export function choose(code) {
  language = code;
  localStorage.setItem("language", code);
  document.documentElement.lang = code;
}

// A seat speaks the language of the person in it, the rest of the page that of the reader.
export const t = (label, code = language) => WORDS[code]?.[label] ?? label;

function pick(...codes) {
  return codes.find((code) => code in WORDS);
}
