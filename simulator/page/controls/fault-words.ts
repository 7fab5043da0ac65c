import type { FaultPlan } from '../../faults.ts';
import type { WebhookKind } from '../../webhook/webhook.ts';

type FaultKind = FaultPlan['kind'];

export const restFaultWords: Readonly<Partial<Record<FaultKind, string>>> = {
  'answer-lost': 'Done, but the answer is lost',
  'answer-lost-before': 'Connection breaks, nothing done',
  '429': '429 Too many requests',
  '500': '500 Server error',
  slow: 'Slow answer',
  'list-lag': 'Lists show new calls late',
};

export const webhookFaultWords: Readonly<Partial<Record<FaultKind, string>>> = {
  drop: 'Webhook is lost',
  double: 'Webhook arrives twice',
  delay: 'Webhook arrives late',
  reorder: 'Webhook is overtaken by the next',
};

export const faultWords = { ...restFaultWords, ...webhookFaultWords };

/** Whether a fault has a duration in milliseconds. */
export function hasDuration(kind: string): boolean {
  return ['slow', 'list-lag', 'delay', 'reorder'].includes(kind);
}

const webhookWords: Readonly<Record<WebhookKind, true>> = {
  voice: true,
  gather: true,
  'dial-action': true,
  redirect: true,
  whisper: true,
  fallback: true,
  status: true,
  'machine-detection': true,
  message: true,
  'message-status': true,
};

export const webhookNames = Object.keys(webhookWords);
