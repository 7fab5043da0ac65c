import { sameEachDay } from '../../../../backend/domain/site/business-hours.ts';
import { type SampleSite, sampleSite } from '../../fakes/sample-site.ts';
import type { Random } from '../../fakes/seeded-random.ts';

const minute = 60_000;

/** Visitors of a number from this list are refused from the next start of the platform on. */
export type SimulatedBusiness = SampleSite & { blockedNumbers: string[] };

type Differing = { lines: number; closes?: number; channels?: ('sms' | 'email')[] };

function business(id: string, businessNumber: string, differing: Differing): SimulatedBusiness {
  const digits = businessNumber.slice(0, -2);
  const { lines, closes, channels = ['sms', 'email'] } = differing;
  const blockedNumbers: string[] = [];
  const hours = sameEachDay({
    start: opens,
    end: closes ?? 0,
    zone: 'America/New_York',
    weekdaysOnly: false,
  });
  const sample = sampleSite({
    site: {
      id,
      businessNumber,
      lines,
      callerNumber: `${digits}90`,
      notifyNumber: `${digits}91`,
      notifyEmail: channels.includes('email') ? `${id}@town.example` : undefined,
      maxCallSeconds: 1_200,
      hours: closes === undefined ? undefined : hours,
      blockedNumbers,
    },
    attempt: { longestCallMs: 25 * minute },
    callback: { maxWaitMs: 10 * minute, lastResortMs: 40 * minute, noticeChannels: channels },
  });
  return { ...sample, blockedNumbers };
}

/** Minutes since midnight in New York. A run starts at 10:00 on a winter Monday. */
const opens = 8 * 60;
const runStarts = 10 * 60;

/**
 * Businesses with one to six lines; the annex is reached under the clinic's number. Two close during the run, and the
 * garage gets its notices by SMS only.
 */
export function createBusinesses(random: Random): SimulatedBusiness[] {
  const closing = (earliest: number, latest: number) => runStarts + random.between(earliest, latest);
  return [
    business('bakery', '+12015550101', { lines: 1 }),
    business('garage', '+12025550101', { lines: 2, closes: closing(15, 60), channels: ['sms'] }),
    business('clinic', '+12035550101', { lines: 3 }),
    business('annex', '+12035550101', { lines: 3, closes: closing(20, 70) }),
    business('depot', '+12065550101', { lines: 6 }),
  ];
}

/** About equally many callbacks per line. */
export function pickSite(random: Random): string {
  return random.pick(['bakery', 'garage', 'clinic', 'clinic', 'annex', 'depot', 'depot', 'depot']);
}

/** Existing area codes; the last seven digits are reserved for fiction. */
const areas = [
  '201',
  '202',
  '203',
  '205',
  '206',
  '207',
  '208',
  '209',
  '210',
  '212',
  '213',
  '214',
  '215',
  '216',
  '217',
  '218',
  '219',
  '224',
  '225',
  '228',
  '229',
  '231',
  '234',
  '239',
  '240',
  '248',
  '251',
  '252',
  '253',
  '254',
  '256',
  '260',
] as const;

/** Some visitors request a second time from another browser. */
export function createPhoneBook(random: Random): () => string {
  let last: string | undefined;
  return () => {
    const fresh = `+1${random.pick(areas)}5550${random.between(102, 189)}`;
    last = last !== undefined && random.chance(0.06) ? last : fresh;
    return last;
  };
}
