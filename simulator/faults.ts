export const restFaultKinds = [
  'answer-lost',
  'answer-lost-before',
  '429',
  '500',
  'slow',
  'list-lag',
] as const;
export const webhookFaultKinds = ['drop', 'double', 'delay', 'reorder'] as const;
export type RestFaultKind = (typeof restFaultKinds)[number];
type WebhookFaultKind = (typeof webhookFaultKinds)[number];
type FaultKind = RestFaultKind | WebhookFaultKind;

export type FaultPlan = {
  kind: FaultKind;
  /** How many requests or webhooks it strikes. */
  times: number;
  /** Milliseconds for slow, list-lag, delay and reorder (how long to hold at most). */
  ms: number;
  /** REST faults: only this resource, only this method; undefined means any. */
  resource?: 'calls' | 'messages' | undefined;
  method?: 'GET' | 'POST' | undefined;
  /** Webhook faults: only this kind of webhook; undefined means any. */
  webhook?: string | undefined;
};

export type Fault = FaultPlan & { id: number; left: number; struck: number };

export type Faults = {
  add(plan: FaultPlan): Fault;
  all(): Fault[];
  clear(): void;
  /** Uses up one stroke of the first fault of these kinds that fits; undefined when none does. */
  strike(kinds: readonly FaultKind[], fits: (fault: Fault) => boolean): Fault | undefined;
};

/** Faults waiting to happen, each counted down as it strikes. */
export function createFaults(): Faults {
  const faults: Fault[] = [];
  let nextId = 1;
  return {
    all: () => [...faults],
    clear: () => {
      faults.length = 0;
    },
    add: (plan) => {
      const fault = { ...plan, id: nextId, left: plan.times, struck: 0 };
      nextId += 1;
      faults.push(fault);
      return fault;
    },
    strike: (kinds, fits) => {
      const fault = faults.find((one) => one.left > 0 && kinds.includes(one.kind) && fits(one));
      if (!fault) return undefined;
      fault.left -= 1;
      fault.struck += 1;
      return fault;
    },
  };
}
