import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptOut } from './opt-out.ts';

function allRead(messages: readonly string[], expected: 'stop' | 'start' | undefined) {
  for (const message of messages) assert.equal(readOptOut(message), expected, JSON.stringify(message));
}

test('the published keywords opt out, in any case, spacing and punctuation', () => {
  allRead(
    [
      ...['STOP', 'stop', 'Stop.', '"STOP"', '“Stop”', '«stop»', '(stop)', ' stop\n', 'stop!!!', '*stop*'],
      ...[
        'STOPALL',
        'Stop all',
        'UNSUBSCRIBE',
        'END',
        'quit',
        'Cancel',
        'REVOKE',
        'OPTOUT',
        'OPT OUT',
        'Opt-out',
      ],
      ...['S T O P', 's.t.o.p', 's-t-o-p', 'ＳＴＯＰ', '𝗦𝗧𝗢𝗣', 'stop stop stop', 'STOP\nSTOP', 'opt_out'],
      ...[
        '🛑 STOP 🛑',
        'stop🙏🏽',
        'STOP️',
        'st\u00adop',
        '\u200eSTOP\u200f',
        '\u202aSTOP\u202c',
        'STOP\u200b',
        'S\u0301top',
      ],
    ],
    'stop',
  );
});

test('courtesies around a keyword do not hide it', () => {
  allRead(
    [
      ...[
        'Stop. Thank you',
        'Please stop',
        'STOP PLEASE!',
        'Hi, please stop now. Thanks!',
        'ok stop',
        'stop it',
      ],
      ...[
        'Unsubscribe me please',
        'Thanks, stop',
        'Stop, por favor',
        'Bitte STOPP, danke',
        "arrêt s'il vous plaît",
      ],
      ...[
        'Стоп, пожалуйста',
        '请停止',
        '停止してください。',
        '수신거부 감사합니다',
        'STOP\n\nSent from my iPhone',
        'Stop, thanks in advance',
      ],
    ],
    'stop',
  );
});

test('keywords of other languages opt out, with and without their accents', () => {
  allRead(
    [
      ...['ARRET', 'arrêt', 'Désabonner', 'DESABONNER', 'ALTO', 'baja', 'Parar', 'SAIR', 'Abmelden', 'stopp'],
      ...[
        'Basta',
        'AFMELDEN',
        'uitschrijven',
        'Avsluta',
        'lopeta',
        'KONIEC',
        'odhlásit',
        'ODHLASIT',
        'İPTAL',
        'iptal',
      ],
      ...[
        'IPTAL',
        'ΣΤΟΠ',
        'στοπ',
        'СТОП',
        'отписаться',
        'إلغاء',
        'الغاء',
        'توقف',
        'تـوقف',
        'הסר',
        'रोकें',
        'বন্ধ',
      ],
      ...[
        'berhenti',
        'dừng',
        'DUNG',
        'huỷ',
        'หยุด',
        '停止',
        '退订',
        'TD',
        'ｓｔｏｐｐ',
        'ストップ',
        'ｽﾄｯﾌﾟ',
        '수신거부',
        '수신 거부',
      ],
    ],
    'stop',
  );
});

test('a sentence that contains a keyword is none', () => {
  allRead(
    [
      ...[
        'please stop by at 5',
        "Don't stop",
        'The bus stop is closed',
        'non stop',
        'I will stop by tomorrow',
      ],
      ...['Can you cancel my appointment?', 'the end', 'at the end of the week', 'never quit', 'stop or go'],
      ...['Yes, I would like to start on Monday', 'yes please call me', 'para mañana', 'ende der woche', ''],
      ...['thank you', 'Please', '👍', '123456', 'stop 5', 'stopwatch', 'nostop', 'quite', 'weekend'],
    ],
    undefined,
  );
});

test('START and its sisters undo an opt-out', () => {
  allRead(
    [
      ...[
        'START',
        'start',
        '"Start"',
        'Start please',
        'UNSTOP',
        'un-stop',
        'yes',
        'Yes!',
        'Opt in',
        'ｓｔａｒｔ',
      ],
      ...['S T A R T', 'Début', 'INICIAR', 'anmelden', 'СТАРТ', 'başla', '开始', '시작', 'ابدأ'],
    ],
    'start',
  );
});
