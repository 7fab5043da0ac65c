import { type SampleSite, sampleSite } from '../fakes/sample-site.ts';
import type { Random } from '../fakes/seeded-random.ts';

const minute = 60_000;

function business(id: string, businessNumber: string, lines: number): SampleSite {
  const digits = businessNumber.slice(0, -2);
  return sampleSite({
    site: {
      id,
      businessNumber,
      lines,
      callerNumber: `${digits}90`,
      notifyNumber: `${digits}91`,
      notifyEmail: `${id}@town.example`,
      maxCallSeconds: 300,
    },
    attempt: { longestCallMs: 12 * minute },
    callback: { maxWaitMs: 10 * minute, lastResortMs: 40 * minute, noticeChannels: ['sms', 'email'] },
  });
}

/** Businesses with one line, two and three; the annex is reached under the clinic's number. */
export const sampleBusinesses = [
  business('bakery', '+12015550101', 1),
  business('garage', '+12025550101', 2),
  business('clinic', '+12035550101', 3),
  business('annex', '+12035550101', 3),
] as const;

/** About equally many callbacks per line. */
export function pickSite(random: Random): string {
  return random.pick(['bakery', 'garage', 'garage', 'clinic', 'clinic', 'annex']);
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
