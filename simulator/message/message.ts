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
  sentAt: number | null;
  errorCode: number | null;
  /** Who hears of every later status; null for nobody. */
  readonly statusCallback: string | null;
};
