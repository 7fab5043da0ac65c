import { zeroAmounts } from '../../domain/budget/charge.ts';
import { channelState, isToldOtherwise } from '../../domain/callback/notice.ts';
import { noticeSchedule } from '../../domain/callback/notice-schedule.ts';
import type { Callback, ChannelState } from '../../domain/callback/state.ts';
import { effectKey } from '../../domain/effect.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Message } from '../../ports/store/change.ts';
import { isLost, noticeChannelOf, noticeReport } from '../../usecases/carrier/save-delivery.ts';
import { type DecisionPorts, saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { backoffMs, type ClaimedAs, done, type Performed } from '../run/handler.ts';
import { findTurn } from './take-turn.ts';

type FoldPorts = DecisionPorts & { clock: Clock };
type Claimed = ClaimedAs<'notify-business'>;

/** `tells`: send one notice about these callbacks. `performed`: another notice tells, or the turn has not come. */
export type NoticeTurn = { tells: readonly Callback[] } | { performed: Performed };

/**
 * Decides which notice tells about a callback. Channels have turns, so that a burst of missed callbacks becomes one
 * notice: the first is told at once, and those that come before the next turn are told together. A receiver of signed
 * requests is a program, and gets one for each callback.
 */
export async function takeNoticeTurn(
  ports: FoldPorts,
  claimed: Claimed,
  callback: Callback,
  message: Message,
): Promise<NoticeTurn> {
  if (message.channel === 'webhook') return { tells: [callback] };
  const turn = await findTurn(ports, message, noticeSchedule.spacingMs);
  if (turn.kind === 'leads') return { tells: withoutHandled(callback, turn.callbacks) };
  if (turn.kind === 'follows') return { performed: await follow(ports, claimed, turn.message) };
  return { performed: { result: 'wait', until: turn.until } };
}

/** Leaves out what was dealt with while it waited. The notice's own callback stands first. */
function withoutHandled(callback: Callback, all: readonly Callback[]): Callback[] {
  const others = all.filter(
    ({ callbackId, status, done: dealtWith }) =>
      callbackId !== callback.callbackId && status === 'failed' && dealtWith === undefined,
  );
  return [callback, ...others];
}

/** Waits for the notice that tells about this callback, and shares its fate. */
async function follow(ports: FoldPorts, claimed: Claimed, message: Message): Promise<Performed> {
  const leader = await ports.store.loadMessage(message.toldBy ?? '');
  const teller = leader && (await ports.store.load(leader.callbackId))?.callback;
  const state = leader && teller && stateOf(ports, leader, teller);
  switch (state) {
    case 'accepted':
    case 'handed-over':
    case 'delivered':
      return share(ports, claimed, message, leader?.status ?? 'queued');
    case 'failed':
      return leader !== undefined && isLost(leader.status)
        ? share(ports, claimed, message, leader.status)
        : { result: 'hopeless', reason: 'folded-notice-failed' };
    case 'delayed':
      await noteDelayed(ports, message);
      return waitOn(ports, claimed);
    case 'sending':
      return waitOn(ports, claimed);
    default:
      await ports.store.leaveNoticeGroup(message);
      return { result: 'wait', until: ports.clock.now() };
  }
}

/**
 * A notice that its service has taken told all, even if its own callback was retried meanwhile. `undefined`: it will not
 * be sent, because its callback was retried or told by another channel.
 */
function stateOf({ sites }: FoldPorts, leader: Message, teller: Callback): ChannelState | undefined {
  if (leader.status !== 'due') return isLost(leader.status) ? 'failed' : 'accepted';
  const channel = noticeChannelOf(leader);
  const { attempts: attempt, status, endedAt = 0 } = teller;
  const latest = effectKey({ kind: 'notify-business', channel, attempt });
  const isLatest = status === 'failed' && leader.effectKey === latest && leader.createdAt >= endedAt;
  const { callback: rules } = sites.get(teller.siteId).rules;
  return isLatest && !isToldOtherwise(teller, channel, rules) ? channelState(teller, channel) : undefined;
}

/** Gives back the whole reserve: the other callback's pays for the SMS. */
async function share(
  ports: FoldPorts,
  claimed: Claimed,
  message: Message,
  status: Message['status'],
): Promise<Performed> {
  const event = { kind: sharedKind(message, status), ...noticeReport(message, ports.clock.now()) } as const;
  await saveCallbackEvent(ports, claimed.callbackId, event, {
    claimed,
    messages: [{ before: message, after: { ...message, status } }],
    ...(message.channel === 'sms' && { release: [{ part: 'notice', used: zeroAmounts }] }),
  });
  return done;
}

function sharedKind({ channel }: Message, status: Message['status']) {
  if (isLost(status)) return 'notice-undelivered';
  return channel === 'sms' && status !== 'delivered' ? 'notice-accepted' : 'notice-delivered';
}

async function noteDelayed(ports: FoldPorts, message: Message): Promise<void> {
  const event = { kind: 'notice-delayed', ...noticeReport(message, ports.clock.now()) } as const;
  await saveCallbackEvent(ports, message.callbackId, event);
}

function waitOn({ clock, secrets }: FoldPorts, { tries }: Claimed): Performed {
  return { result: 'wait', until: clock.now() + backoffMs(tries, secrets.jitter()), tries };
}
