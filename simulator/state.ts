import { type CallRegister, createCallRegister } from './call/call-register.ts';
import { createFaults, type Faults } from './faults.ts';
import { createMessageService, type MessageService } from './message/message-service.ts';
import { createPhoneDirectory, type PhoneDirectory } from './phone/directory.ts';
import type { Settings } from './settings.ts';
import { type CallQueue, createCallQueue } from './switchboard/call-queue.ts';
import { createSwitchboard, type Switchboard } from './switchboard/switchboard.ts';
import type { Activity } from './time/activity.ts';
import { type Clock, createScopedClock } from './time/clock.ts';
import type { Timeline } from './timeline.ts';
import { createWebhooks } from './webhook/webhooks.ts';

/** Everything that a reset discards. */
export type SimulatorState = {
  clock: Clock;
  settings: Settings;
  phones: PhoneDirectory;
  faults: Faults;
  callRegister: CallRegister;
  callQueue: CallQueue;
  switchboard: Switchboard;
  messageService: MessageService;
  /** Stops every timer and webhook. */
  dispose(): void;
};

export type StateDeps = {
  clock: Clock;
  timeline: Timeline;
  activity: Activity;
  accountSid: string;
  authToken: string;
  numbers: readonly string[];
  /** Names of phones by number. */
  names: ReadonlyMap<string, string>;
  settings: Settings;
};

/** Builds the state. A reset disposes of it and builds a new one. */
export function createState({ authToken, activity, ...given }: StateDeps): SimulatorState {
  const { timeline, accountSid, numbers, names } = given;
  const clock = createScopedClock({ clock: given.clock });
  const settings = { ...given.settings };
  const faults = createFaults();
  const phones = createPhoneDirectory({ clock, names, defaultScript: () => settings.defaultScript });
  const callRegister = createCallRegister({ clock });
  const callQueue = createCallQueue({ clock, callsPerSecond: () => settings.callsPerSecond });
  const webhooks = createWebhooks({ clock, authToken, timeline, faults, activity });
  const carrier = { accountSid, numbers, clock, timeline, settings, webhooks };
  const switchboard = createSwitchboard({ ...carrier, callRegister, phones });
  const messageService = createMessageService({ carrier, phones });
  const dispose = () => {
    webhooks.dispose();
    clock.dispose();
  };
  return { clock, settings, phones, faults, callRegister, callQueue, switchboard, messageService, dispose };
}
