import type { OperatorSession, OperatorToken } from '../../../contract/operator/access.ts';
import type { AuditPage } from '../../../contract/operator/audit.ts';
import type { BulkJob } from '../../../contract/operator/bulk.ts';
import type {
  CallbackDetails,
  CallbackFilter,
  CallbackPage,
  CallbackRow,
} from '../../../contract/operator/callbacks.ts';
import type { ClosureState } from '../../../contract/operator/closure.ts';
import type { NoticeChannel, NoticeChannelList, NoticeTest } from '../../../contract/operator/notices.ts';
import type {
  BegunSecondFactor,
  ConfirmedSecondFactor,
  SecondFactorState,
} from '../../../contract/operator/second-factor.ts';
import type { Stats } from '../../../contract/operator/stats.ts';
import type { SystemState } from '../../../contract/operator/system.ts';
import type { VisitorErasure, VisitorExport } from '../../../contract/privacy.ts';
import { askOperator } from './operator-fetch.ts';

export type Search = CallbackFilter & {
  sort?: 'created_at' | 'updated_at' | 'name';
  order?: 'asc' | 'desc';
  limit?: number;
  cursor?: string;
};

export type BulkAction = BulkJob['action'];
export type BulkMove = 'pause' | 'resume' | 'stop';
/** What proves once more who acts. */
export type Proof = { token: string; code: string };
export type NewToken = { name: string; scope: OperatorSession['scope']; expires_in_days?: number };

/** The operator's API. Every request ends in an answer; none throws. */
export const operatorApi = {
  signIn: (body: { token: string; code?: string; keep: 'cookie' | 'bearer' }) =>
    askOperator<OperatorSession>('/session', { body }),
  session: () => askOperator<OperatorSession>('/session'),
  signOut: () => askOperator<undefined>('/session', { method: 'DELETE' }),
  signOutEverywhere: () => askOperator<undefined>('/sessions', { method: 'DELETE' }),
  stats: (range: { from?: string; to?: string }) =>
    askOperator<Stats>(`/stats?${new URLSearchParams(range).toString()}`),
  search: (body: Search, signal?: AbortSignal) =>
    askOperator<CallbackPage>('/callbacks/search', { body, ...(signal && { signal }) }),
  details: (id: string) => askOperator<CallbackDetails>(`/callbacks/${id}`),
  retry: (id: string) =>
    askOperator<CallbackRow & { calls_at: string }>(`/callbacks/${id}/retry`, { method: 'POST' }),
  cancel: (id: string, keepalive = false) =>
    askOperator<CallbackDetails>(`/callbacks/${id}/cancel`, { method: 'POST', keepalive }),
  done: (id: string, done: boolean) =>
    askOperator<CallbackDetails>(`/callbacks/${id}/done`, { body: { done } }),
  note: (id: string, text: string) =>
    askOperator<CallbackDetails>(`/callbacks/${id}/notes`, { body: { text } }),
  redeliver: (id: string, delivery: string) =>
    askOperator<CallbackDetails>(`/callbacks/${id}/webhooks/${delivery}/redeliver`, { method: 'POST' }),
  startBulk: (
    body: { action: BulkAction } & ({ ids: string[] } | { search: CallbackFilter; count: number }),
  ) => askOperator<{ job: string }>('/callbacks/bulk', { body }),
  job: (id: string, results: 'all' | 'none') => askOperator<BulkJob>(`/bulk/${id}?results=${results}`),
  moveJob: (id: string, move: BulkMove) =>
    askOperator<BulkJob>(`/bulk/${id}/${move}?results=none`, { method: 'POST' }),
  audit: (body: { limit: number; actor?: string; cursor?: string }) =>
    askOperator<AuditPage>('/audit/search', { body }),
  close: (until: string, reason: string) =>
    askOperator<ClosureState>('/closed', { body: { until, ...(reason !== '' && { reason }) } }),
  reopen: () => askOperator<ClosureState>('/closed', { method: 'DELETE' }),
  system: () => askOperator<SystemState>('/system'),
  tokens: () => askOperator<{ items: OperatorToken[] }>('/tokens'),
  createToken: (body: NewToken) => askOperator<OperatorToken & { token: string }>('/tokens', { body }),
  revokeToken: (id: string) => askOperator<undefined>(`/tokens/${id}`, { method: 'DELETE' }),
  endSecondFactorOf: (id: string, proof: Proof) =>
    askOperator<undefined>(`/tokens/${id}/totp`, { method: 'DELETE', body: proof, isProof: true }),
  secondFactor: () => askOperator<SecondFactorState>('/totp'),
  beginSecondFactor: () => askOperator<BegunSecondFactor>('/totp/begin', { method: 'POST' }),
  confirmSecondFactor: (code: string) =>
    askOperator<ConfirmedSecondFactor>('/totp/confirm', { body: { code } }),
  removeSecondFactor: (proof: Proof) =>
    askOperator<undefined>('/totp', { method: 'DELETE', body: proof, isProof: true }),
  exportVisitor: (body: Proof & { phone: string }) =>
    askOperator<VisitorExport>('/privacy/export', { body, isProof: true }),
  eraseVisitor: (body: Proof & { phone: string }) =>
    askOperator<VisitorErasure>('/privacy/erase', { body, isProof: true }),
  noticeChannels: () => askOperator<NoticeChannelList>('/notices'),
  testNotice: (channel: NoticeChannel['channel']) =>
    askOperator<NoticeTest>('/notices/test', { body: { channel } }),
};
