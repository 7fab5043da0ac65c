/**
 * Keywords that carriers publish for opting out, in each language. The English ones:
 * https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export const stopWords: readonly string[] = [
  // English
  ...['stop', 'stop all', 'unsubscribe', 'end', 'quit', 'cancel', 'revoke', 'opt out', 'opt me out'],
  ...['stop sms', 'stop text', 'stop texts', 'stop texting', 'stop messages', 'stop messaging', 'stop calls'],
  // French
  ...[
    'arrêt',
    'arrêter',
    'arrêtez',
    'désabonner',
    'désabonnement',
    'désinscrire',
    'désinscription',
    'stopper',
  ],
  // Spanish
  ...['alto', 'parar', 'pare', 'para', 'baja', 'darse de baja', 'cancelar', 'detener', 'salir', 'no más'],
  // Portuguese
  ...['sair', 'remover', 'descadastrar', 'cancelar inscrição'],
  // German
  ...['stopp', 'abmelden', 'abbestellen', 'austragen', 'beenden', 'ende'],
  // Italian
  ...['ferma', 'fermare', 'basta', 'cancella', 'annulla', 'disiscrivi', 'disiscrivimi', 'disattiva'],
  // Dutch
  ...['afmelden', 'uitschrijven', 'stoppen'],
  // Swedish, Norwegian, Danish, Finnish
  ...['avsluta', 'avregistrera', 'avslutt', 'avmeld', 'afmeld', 'frameld', 'lopeta', 'seis', 'peruuta'],
  // Polish, Czech, Slovak, Hungarian, Romanian
  ...['koniec', 'wypisz', 'rezygnuję', 'konec', 'zrušit', 'odhlásit', 'zrušiť', 'odhlásiť', 'leiratkozás'],
  ...['leiratkozom', 'dezabonare', 'dezabonează'],
  // Greek, Turkish
  ...['στοπ', 'διακοπή', 'διαγραφή', 'dur', 'durdur', 'iptal', 'ret', 'çık'],
  // Russian, Ukrainian, Bulgarian
  ...['стоп', 'отписаться', 'отписка', 'отмена', 'отказ', 'відписатися', 'відписка', 'скасувати', 'отпиши'],
  // Arabic, Persian, Hebrew
  ...[
    'توقف',
    'إيقاف',
    'أوقف',
    'إلغاء',
    'الغاء الاشتراك',
    'قف',
    'لغو',
    'توقف کنید',
    'הסר',
    'הסרה',
    'עצור',
    'הפסק',
  ],
  // Hindi, Bengali, Tamil
  ...['रोकें', 'रोको', 'बंद', 'बंद करें', 'स्टॉप', 'বন্ধ', 'থামুন', 'நிறுத்து', 'நிறுத்தவும்'],
  // Indonesian, Malay, Filipino, Vietnamese, Thai
  ...['berhenti', 'batal', 'henti', 'itigil', 'tigil', 'dừng', 'hủy', 'ngừng', 'từ chối', 'หยุด', 'ยกเลิก'],
  // Chinese, Japanese, Korean
  ...[
    '停止',
    '退订',
    '退訂',
    '取消',
    '取消订阅',
    '取消訂閱',
    'td',
    '解除',
    '配信停止',
    'ストップ',
    '停止してください',
  ],
  ...['수신거부', '수신 거부', '중지', '정지', '거부', '그만'],
];

/** Keywords that undo an opt-out. */
export const startWords: readonly string[] = [
  ...['start', 'unstop', 'yes', 'opt in', 'resume', 'subscribe'],
  ...[
    'début',
    'démarrer',
    'commencer',
    'reprendre',
    'iniciar',
    'inicio',
    'alta',
    'empezar',
    'comenzar',
    'começar',
  ],
  ...[
    'anmelden',
    'starten',
    'inizia',
    'avvia',
    'riprendi',
    'aanmelden',
    'starta',
    'tilmeld',
    'påmeld',
    'aloita',
  ],
  ...['wznów', 'zapisz', 'začít', 'εναρξη', 'başla', 'başlat', 'старт', 'начать', 'почати', 'подписаться'],
  ...[
    'ابدأ',
    'ابدا',
    'بدء',
    'اشتراك',
    'شروع',
    'התחל',
    'हाँ',
    'शुरू',
    'शुरू करें',
    'mulai',
    'mula',
    'bắt đầu',
    'เริ่ม',
  ],
  ...['开始', '開始', 'スタート', '시작'],
];

/** What people write around a keyword, and what phones add below a message. */
export const courtesyWords: readonly string[] = [
  ...[
    'please',
    'pls',
    'plz',
    'thanks',
    'thank',
    'you',
    'thx',
    'ty',
    'cheers',
    'kindly',
    'sorry',
    'hi',
    'hello',
    'hey',
  ],
  ...[
    'dear',
    'sir',
    'madam',
    'all',
    'ok',
    'okay',
    'now',
    'immediately',
    'it',
    'this',
    'me',
    'regards',
    'best',
  ],
  ...['very', 'much', 'so', 'many', 'in advance'],
  ...[
    'svp',
    'stp',
    'merci',
    'beaucoup',
    's il vous plaît',
    's il te plaît',
    'bonjour',
    'por favor',
    'gracias',
  ],
  ...['muchas', 'hola', 'obrigado', 'obrigada', 'olá', 'bitte', 'danke', 'vielen', 'dank', 'hallo', 'sofort'],
  ...[
    'per favore',
    'grazie',
    'ciao',
    'alstublieft',
    'aub',
    'bedankt',
    'dank je',
    'dank u',
    'tack',
    'tak',
    'takk',
  ],
  ...[
    'venligst',
    'vennligst',
    'kiitos',
    'proszę',
    'dziękuję',
    'prosím',
    'děkuji',
    'ďakujem',
    'köszönöm',
    'kérem',
  ],
  ...['vă rog', 'mulțumesc', 'παρακαλώ', 'ευχαριστώ', 'lütfen', 'teşekkürler', 'teşekkür ederim'],
  ...['пожалуйста', 'спасибо', 'здравствуйте', 'будь ласка', 'дякую', 'моля', 'благодаря'],
  ...['من فضلك', 'لو سمحت', 'شكرا', 'لطفا', 'ممنون', 'בבקשה', 'תודה', 'कृपया', 'धन्यवाद', 'ধন্যবাদ', 'நன்றி'],
  ...['tolong', 'terima kasih', 'salamat', 'po', 'cảm ơn', 'vui lòng', 'ขอบคุณ', 'ครับ', 'ค่ะ'],
  ...[
    '请',
    '請',
    '谢谢',
    '謝謝',
    'お願いします',
    'ください',
    'ありがとう',
    'ありがとうございます',
    '감사합니다',
  ],
];
