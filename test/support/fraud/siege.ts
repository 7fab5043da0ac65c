import { codePolicy } from '../../../backend/domain/callback/code.ts';
import { type ResendResult, resendCode } from '../../../backend/usecases/request/resend-code.ts';
import { openSession } from '../../../backend/usecases/sign-in/session.ts';
import type { Harness } from '../engine/engine-harness.ts';
import type { Random } from '../fakes/seeded-random.ts';

/** One group of attackers or visitors in the table of a siege. */
type Group = { asked: number; codes: number; refused: number; served: number };

export type SiegeReport = { groups: Map<string, Group> };

type Networks = { near: string; wide: string | undefined };

/** Seven of ten networks are IPv4 /24s. The others are IPv6 /56s, of which ten share a /48. */
function botNetworks(index: number): Networks {
  if (index % 10 < 7) return { near: `v4/24 ${index}`, wide: undefined };
  return { near: `v6/56 ${index}`, wide: `v6/48 ${Math.floor(index / 33)}` };
}

const areas: [number, ...number[]] = [
  201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224,
];

function american(area: number, exchange: number, line: number): string {
  return `+1${area}${exchange}${String(line).padStart(4, '0')}`;
}

/** Which parts of the requester the platform sees; a test leaves one out. */
export type Defences = { networks: 'networks' | 'clients'; countsFurtherCodes: boolean };

const allDefences: Defences = { networks: 'networks', countsFurtherCodes: true };

/** `in-turn`: each network asks ten times in a row before the next one. */
export type Bots = { networks: number; order: 'mixed' | 'in-turn' };

export function createSiege(
  harness: Harness,
  random: Random,
  { networks: count, order }: Bots,
  own: Partial<Defences> = {},
) {
  const defences = { ...allDefences, ...own };
  const report: SiegeReport = { groups: new Map() };
  let visitors = 0;
  let bots = 0;
  let served = 0;

  function groupOf(name: string): Group {
    const group = report.groups.get(name) ?? { asked: 0, codes: 0, refused: 0, served: 0 };
    report.groups.set(name, group);
    return group;
  }

  async function ask(name: string, asked: Parameters<Harness['request']>[0]): Promise<string | undefined> {
    const group = groupOf(name);
    group.asked += 1;
    const answer = await harness.request(asked);
    if (!answer.ok) {
      group.refused += 1;
      return undefined;
    }
    group.codes += 1;
    return answer.callback.callbackId;
  }

  async function sendAgain(name: string, callbackId: string, networks: Networks): Promise<ResendResult> {
    const seen = defences.countsFurtherCodes
      ? networks
      : { near: `unknown ${random.next()}`, wide: undefined };
    const sent = await resendCode(harness.process().ports, {
      callbackId,
      networks: seen,
      captcha: undefined,
    });
    if (sent.ok) groupOf(name).codes += 1;
    return sent;
  }

  /** Most bots ask for codes to numbers of strangers; some pump one block of numbers, some ask again and again. */
  async function bot(): Promise<void> {
    const index = (order === 'mixed' ? bots : Math.floor(bots / 10)) % count;
    bots += 1;
    const whole = botNetworks(index);
    const client = `${whole.near} ${random.between(0, 200)}`;
    const networks = defences.networks === 'networks' ? whole : { near: client, wide: undefined };
    const kind = ['floods', 'floods', 'pumps', 'sends again'][index % 4] ?? '';
    const phone =
      kind === 'pumps'
        ? `+4474001${String(random.between(0, 99_999)).padStart(5, '0')}`
        : american(random.pick(areas), random.between(220, 998), random.between(0, 9_999));
    const callbackId = await ask(`bot ${kind}`, { client, networks, phone });
    if (callbackId === undefined || kind !== 'sends again') return;
    for (const delay of codePolicy.resendDelaysMs)
      harness.clock.after(delay + 1_000, () => void sendAgain('bot sends again', callbackId, networks));
  }

  /** Four of a hundred lose the text message; every tenth visitor has proven the number by WhatsApp. */
  async function visitor(): Promise<void> {
    const index = visitors;
    visitors += 1;
    const networks = { near: `visitor ${index}`, wide: index % 3 === 0 ? `site ${index}` : undefined };
    const phone = american(areas[index % areas.length] ?? 201, 300 + index, 155);
    const asked = { client: `visitor ${index}`, networks, phone };
    if (index % 10 === 0) return signedIn(asked);
    const group = groupOf('visitor');
    const callbackId = await ask('visitor', asked);
    if (callbackId === undefined) return;
    const loses = index % 30 === 7;
    if (loses) harness.clock.after(40_000, () => void sendAgain('visitor', callbackId, networks).then(enter));
    else harness.clock.after(random.between(8_000, 60_000), () => void enter({ ok: true }));

    async function enter(sent: { ok: boolean }): Promise<void> {
      if (!sent.ok) return;
      const proven = await harness.prove(callbackId ?? '');
      if (!proven.ok || proven.callback.status === 'failed') return;
      group.served += 1;
      served += 1;
    }
  }

  async function signedIn(asked: { client: string; networks: Networks; phone: string }): Promise<void> {
    const identity = { fingerprint: asked.phone, provider: 'whatsapp', name: undefined, email: undefined };
    const session = await openSession(harness.process().ports, { ...identity, provenPhone: asked.phone });
    const callbackId = await ask('visitor by WhatsApp', { ...asked, bearer: session.token });
    if (callbackId === undefined) return;
    groupOf('visitor by WhatsApp').served += 1;
    served += 1;
  }

  return { report, bot, visitor, served: () => served };
}

/** The table of a siege: who asked, who got codes, who was served. */
export function siegeTable({ groups }: SiegeReport, spent: { texts: number; money: number }): string {
  const rows = [...groups].map(([name, { asked, codes, refused, served }]) =>
    [name.padEnd(20), ...[asked, codes, refused, served].map((count) => String(count).padStart(8))].join(''),
  );
  const head = `${''.padEnd(20)}${['asked', 'codes', 'refused', 'served'].map((word) => word.padStart(8)).join('')}`;
  return [head, ...rows, `spent: ${spent.texts} texts, ${(spent.money / 1_000_000).toFixed(2)}`].join('\n');
}
