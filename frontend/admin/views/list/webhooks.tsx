import type { CallbackDetails } from '../../../../contract/operator/callbacks.ts';
import { busyIds, redeliver } from '../../requests/actions.ts';
import { mayUse } from '../../state/session.ts';
import { readable } from '../../words/labels.ts';
import { Ago } from '../parts/time.tsx';

type Delivery = CallbackDetails['webhooks'][number];

/** What other systems were told about this request; a failed one can be sent again. */
export function Webhooks({ known }: { known: CallbackDetails }) {
  if (known.webhooks.length === 0) return undefined;
  return (
    <section class="part" aria-label="Webhooks">
      <h3>Webhooks</h3>
      <ul class="deliveries">
        {known.webhooks.map((delivery) => (
          <li key={delivery.id}>
            <span>
              {readable(delivery.event.replace('callback.', ''))}{' '}
              <span class="muted">
                to <span class="long">{delivery.address}</span>
              </span>
            </span>
            <State delivery={delivery} />
            {mayUse('operator') && !isHeldBack(delivery) && (
              <button
                type="button"
                class="button small quiet"
                disabled={busyIds.value.has(known.request_id)}
                aria-label={`Send ${delivery.event} to ${delivery.address} again`}
                onClick={() => void redeliver(known, delivery.id)}
              >
                {delivery.state === 'due' ? 'Send now' : 'Send again'}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** It waits for the one before it, which can be sent now instead. */
function isHeldBack({ state, tries, code }: Delivery): boolean {
  return state === 'due' && (tries === 0 || code === null);
}

function State({ delivery }: { delivery: Delivery }) {
  const { state, code, next_try_at: nextTryAt, settled_at: settledAt } = delivery;
  if (state === 'delivered')
    return <span class="muted">Delivered {settledAt !== null && <Ago at={settledAt} />}</span>;
  if (state === 'given-up') return <span class="fault">Given up{code !== null && ` (${code})`}</span>;
  if (isHeldBack(delivery)) return <span class="muted">Waiting</span>;
  return (
    <span class="fault">
      Failed ({code}); next try {nextTryAt !== null && <Ago at={nextTryAt} />}
    </span>
  );
}
