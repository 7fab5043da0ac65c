import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { NoticeChannel } from '../../../backend/domain/effect.ts';
import type { Message } from '../../../backend/ports/store/change.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import { freshStore, type OpenStore, start } from './open-store.ts';
import { advance, creation, sampleCallback, sampleMessage, saved } from './samples.ts';

const spacing = 120_000;

/** Saves a missed callback whose notice waits, and returns its message. */
async function missed(store: Store, n: number, channel: NoticeChannel = 'sms'): Promise<Message> {
  const callback = sampleCallback(n, { status: 'failed', endedAt: start + n });
  const effect = { kind: 'notify-business', channel, attempt: 0 } as const;
  const message = sampleMessage(callback, {
    purpose: 'missed-call',
    channel,
    effectKey: `notify-business/0/${channel}`,
  });
  const messages = [{ before: undefined, after: message }];
  await saved(store, creation(callback, { messages, arm: [{ effect, dueAt: start }] }));
  return message;
}

async function toldIn(store: Store, { messageId }: Message): Promise<string[]> {
  return (await store.callbacksToldBy(messageId)).map(({ callbackId }) => callbackId);
}

export function noticeGroupRules(open: OpenStore): void {
  const stage = freshStore(open);

  it('gives a channel one turn at a time', async () => {
    const { store } = stage();
    const [first, second, other] = [
      await missed(store, 1),
      await missed(store, 2),
      await missed(store, 3, 'email'),
    ];
    assert.deepEqual(await store.takeNoticeTurn(first, start, spacing), { leads: true });
    assert.deepEqual(await store.takeNoticeTurn(other, start, spacing), { leads: true });
    const late = await missed(store, 4);
    const refused = { leads: false, freeAt: start + spacing };
    for (const message of [first, second, late])
      assert.deepEqual(await store.takeNoticeTurn(message, start + spacing - 1, spacing), refused);
    assert.deepEqual(await store.takeNoticeTurn(late, start + spacing, spacing), { leads: true });
  });

  it('gives one of many notices the turn, and the others its group', async () => {
    const { store } = stage();
    const messages: Message[] = [];
    for (let n = 0; n < 20; n += 1) messages.push(await missed(store, n));
    const turns = await Promise.all(messages.map((message) => store.takeNoticeTurn(message, start, spacing)));
    const leader = messages[turns.findIndex(({ leads }) => leads)];
    assert.ok(leader);
    assert.equal(turns.filter(({ leads }) => leads).length, 1);
    assert.equal((await toldIn(store, leader)).length, 20);
    assert.equal((await toldIn(store, leader))[0], 'request-0');
    const stored = await store.loadMessage(messages.find((each) => each !== leader)?.messageId ?? '');
    assert.equal(stored?.toldBy, leader.messageId);
  });

  it('leaves out notices that were sent, or whose effect is no longer armed', async () => {
    const { store } = stage();
    const [leader, sent, disarmed] = [await missed(store, 1), await missed(store, 2), await missed(store, 3)];
    const [two, three] = [await store.load('request-2'), await store.load('request-3')];
    assert.ok(two && three);
    const messages = [{ before: sent, after: { ...sent, status: 'queued' as const } }];
    await saved(store, advance(two.callback, {}, { messages }));
    const effect = { kind: 'notify-business', channel: 'sms', attempt: 0 } as const;
    await saved(store, advance(three.callback, {}, { disarm: [effect] }));
    await store.takeNoticeTurn(leader, start, spacing);
    assert.deepEqual(await toldIn(store, leader), ['request-1']);
    assert.equal((await store.loadMessage(disarmed.messageId))?.toldBy, undefined);
  });

  it('keeps the group when a message that was read before is saved', async () => {
    const { store } = stage();
    const message = await missed(store, 1);
    await store.takeNoticeTurn(message, start, spacing);
    const record = await store.load('request-1');
    assert.ok(record);
    const messages = [{ before: message, after: { ...message, status: 'queued' as const } }];
    await saved(store, advance(record.callback, {}, { messages }));
    assert.deepEqual(await store.loadMessage(message.messageId), {
      ...message,
      status: 'queued',
      toldBy: message.messageId,
    });
  });

  it('lets a notice leave a group that does not tell, and wait for a turn', async () => {
    const { store } = stage();
    const [leader, member] = [await missed(store, 1), await missed(store, 2)];
    await store.takeNoticeTurn(leader, start, spacing);
    await store.leaveNoticeGroup(member);
    assert.deepEqual(await toldIn(store, leader), ['request-1', 'request-2'], 'it is not in that group');
    await store.leaveNoticeGroup({ ...member, toldBy: leader.messageId });
    assert.deepEqual(await toldIn(store, leader), ['request-1']);
    assert.deepEqual(await store.takeNoticeTurn(member, start + spacing, spacing), { leads: true });
  });

  it('frees a turn that a clock set back would hold for hours', async () => {
    const { store } = stage();
    const [first, second] = [await missed(store, 1), await missed(store, 2)];
    await store.takeNoticeTurn(first, start + 3_600_000, spacing);
    const third = await missed(store, 3);
    assert.deepEqual(await store.takeNoticeTurn(third, start, spacing), { leads: true });
    assert.deepEqual((await store.loadMessage(second.messageId))?.toldBy, first.messageId);
  });
}
