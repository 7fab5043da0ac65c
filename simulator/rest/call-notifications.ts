import type { Timeline, TimelineEntry } from '../timeline.ts';
import { rfc2822Date } from '../twilio-format.ts';

/** An error of one call. `sid` names the notification, `callSid` the call. */
export type CallNotification = {
  sid: string;
  callSid: string;
  at: number;
  errorCode: string;
  detail: string;
};

/** Returns the errors of one call, newest first. */
export function notificationsOf(timeline: Timeline, callSid: string): CallNotification[] {
  return timeline
    .after(0)
    .filter(({ kind, data }) => kind === 'call.error' && data.sid === callSid)
    .map((entry) => notification(entry, callSid))
    .reverse();
}

function notification({ seq, at, data }: TimelineEntry, callSid: string): CallNotification {
  const sid = `NO${String(seq).padStart(32, '0')}`;
  return {
    sid,
    callSid,
    at: Date.parse(at),
    errorCode: String(data.errorCode),
    detail: String(data.detail ?? ''),
  };
}

/** Returns a notification as JSON: https://www.twilio.com/docs/voice/api/call-notification-resource */
export function notificationView({ sid, callSid, at, errorCode, detail }: CallNotification, account: string) {
  return {
    sid,
    account_sid: account,
    call_sid: callSid,
    api_version: '2010-04-01',
    date_created: rfc2822Date(at),
    date_updated: rfc2822Date(at),
    message_date: rfc2822Date(at),
    log: '0',
    error_code: errorCode,
    message_text: detail,
    more_info: `https://www.twilio.com/docs/errors/${errorCode}`,
    request_method: null,
    request_url: null,
    uri: `/2010-04-01/Accounts/${account}/Calls/${callSid}/Notifications/${sid}.json`,
  };
}
