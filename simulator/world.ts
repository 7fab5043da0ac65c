import type { Activity } from './activity.ts';
import { type CallRegister, createCallRegister } from './call/call-register.ts';
import { type CallQueue, createCallQueue } from './call/calls-per-second.ts';
import { createSwitchboard, type Switchboard } from './call/switchboard.ts';
import type { Clock } from './clock.ts';
import { createFaults, type Faults } from './faults.ts';
import { createPostOffice, type PostOffice } from './message/post-office.ts';
import { createPhoneDirectory, type PhoneDirectory } from './phone/directory.ts';
import { createScopedClock } from './scoped-clock.ts';
import type { Settings } from './settings.ts';
import type { Timeline } from './timeline.ts';
import { createWebhooks } from './webhook/webhooks.ts';

/** All state between two resets. */
export type World = {
  clock: Clock;
  settings: Settings;
  phones: PhoneDirectory;
  faults: Faults;
  register: CallRegister;
  queue: CallQueue;
  switchboard: Switchboard;
  postOffice: PostOffice;
  /** Stops every timer and webhook of this world. */
  dispose(): void;
};

export type WorldNeeds = {
  clock: Clock;
  timeline: Timeline;
  activity: Activity;
  accountSid: string;
  authToken: string;
  numbers: readonly string[];
  /** Names of phones, by number. */
  names: ReadonlyMap<string, string>;
  settings: Settings;
};

/** Builds one world from its parts; a reset throws it away and builds the next. */
export function createWorld({ authToken, activity, ...given }: WorldNeeds): World {
  const { timeline, accountSid, numbers, names } = given;
  const clock = createScopedClock({ clock: given.clock });
  const settings = { ...given.settings };
  const faults = createFaults();
  const phones = createPhoneDirectory({ clock, names, defaultScript: () => settings.defaultScript });
  const register = createCallRegister({ clock });
  const queue = createCallQueue({ clock, callsPerSecond: () => settings.callsPerSecond });
  const webhooks = createWebhooks({ clock, authToken, timeline, faults, activity });
  const carrier = { accountSid, numbers, clock, timeline, settings, webhooks };
  const switchboard = createSwitchboard({ ...carrier, register, phones });
  const postOffice = createPostOffice({ carrier, phones });
  const dispose = () => {
    webhooks.dispose();
    clock.dispose();
  };
  return { clock, settings, phones, faults, register, queue, switchboard, postOffice, dispose };
}
