export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';

export type Message = {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly createdAt: number;
  status: MessageStatus;
  updatedAt: number;
  sentAt?: number | undefined;
  errorCode?: number | undefined;
  /** Who hears of every later status; undefined for nobody. */
  readonly statusCallback?: string | undefined;
};

const gsm =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const gsmEscaped = '^{}\\[~]|€';

/** How many SMS a text takes: 160 or 153 GSM-7 characters each, 70 or 67 when it needs UCS-2 (GSM 03.38). */
export function segmentCount(body: string): number {
  const characters = [...body];
  const isGsm = characters.every((one) => gsm.includes(one) || gsmEscaped.includes(one));
  const units = isGsm
    ? characters.reduce((sum, one) => sum + (gsmEscaped.includes(one) ? 2 : 1), 0)
    : body.length;
  const [single, part] = isGsm ? [160, 153] : [70, 67];
  return units <= single ? 1 : Math.ceil(units / part);
}
