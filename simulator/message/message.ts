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
  /** Webhook of every later status; none when absent. */
  readonly statusCallback?: string | undefined;
};

const gsm =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const gsmTwoUnits = '^{}\\[~]|€';

/**
 * Returns the number of SMS segments of a body (GSM 03.38): one of 160 or several of 153 GSM-7 characters, one of 70
 * or several of 67 in UCS-2.
 */
export function segmentCount(body: string): number {
  const characters = [...body];
  const isGsm = characters.every((one) => gsm.includes(one) || gsmTwoUnits.includes(one));
  const units = isGsm
    ? characters.reduce((sum, one) => sum + (gsmTwoUnits.includes(one) ? 2 : 1), 0)
    : body.length;
  const [single, part] = isGsm ? [160, 153] : [70, 67];
  return units <= single ? 1 : Math.ceil(units / part);
}
