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
  /** Number of requests or webhooks to disturb. */
  times: number;
  /** Duration of slow, list-lag and delay; for reorder, the longest time to hold a webhook. */
  ms: number;
  /** Limits a REST fault to one resource; any when absent. */
  resource?: 'calls' | 'messages' | undefined;
  /** Limits a REST fault to one method; any when absent. */
  method?: 'GET' | 'POST' | undefined;
  /** Limits a webhook fault to one kind of webhook; any when absent. */
  webhook?: string | undefined;
};

/** A planned fault with its counts: `left` times to go, `struck` times done. */
export type Fault = FaultPlan & { id: number; left: number; struck: number };

export type Faults = {
  add(plan: FaultPlan): Fault;
  all(): Fault[];
  clear(): void;
  /** Finds the first fault of these kinds that fits and counts it down; undefined when none fits. */
  strike(kinds: readonly FaultKind[], fits: (fault: Fault) => boolean): Fault | undefined;
};

/** Keeps the planned faults. Each is counted down when it strikes. */
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
