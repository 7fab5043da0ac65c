import type { CallbackDetails } from '../../../../contract/operator/callbacks.ts';
import { zone } from '../../state/clock.ts';
import { outcomeWords, readable } from '../../words/labels.ts';
import { money } from '../../words/numbers.ts';
import { absoluteTime, clockTime, shortDuration } from '../../words/time.ts';
import { At } from '../parts/time.tsx';

type Known = { known: CallbackDetails };
type Moment = { at: string; what: string; kind?: 'good' | 'bad' };

/** The states of a request in order, with the time between them. */
export function Timeline({ known }: Known) {
  const moments = momentsOf(known);
  return (
    <section class="part" aria-label="Timeline">
      <h3>Timeline</h3>
      <ol class="timeline">
        {moments.map(({ at, what, kind }, index) => {
          const before = moments[index - 1];
          const seconds = before === undefined ? 0 : (Date.parse(at) - Date.parse(before.at)) / 1_000;
          return (
            <li key={at + what} data-kind={kind}>
              <span>{what}</span>
              <span class="muted">
                <time dateTime={at} title={absoluteTime(at, zone.value)}>
                  {clockTime(at, zone.value)}
                </time>
                {seconds >= 1 && ` · after ${shortDuration(seconds)}`}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function momentsOf(known: CallbackDetails): Moment[] {
  const end = known.outcome === null ? 'Ended' : outcomeWords[known.outcome];
  const all: (Moment | undefined)[] = [
    { at: known.created_at, what: 'Requested' },
    moment(known.verified_at ?? undefined, 'Phone proven'),
    ...known.calls.flatMap((call) => [
      moment(call.initiated_at ?? undefined, `Call ${call.number} to you began`),
      moment(call.closed_at ?? undefined, `Call ${call.number} ended`),
    ]),
    known.ended_at === null
      ? undefined
      : { at: known.ended_at, what: end, kind: known.status === 'completed' ? 'good' : 'bad' },
    known.done === null ? undefined : { at: known.done.at, what: `Done by ${known.done.by}`, kind: 'good' },
  ];
  return all
    .filter((one): one is Moment => one !== undefined)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function moment(at: string | undefined, what: string): Moment | undefined {
  return at === undefined ? undefined : { at, what };
}

/** Each call with its two legs, as the carrier reported them. */
export function Calls({ known }: Known) {
  if (known.calls.length === 0) return undefined;
  return (
    <section class="part" aria-label="Calls">
      <h3>Calls</h3>
      {known.calls.map((call) => (
        <div class="call" key={call.number}>
          <p>
            <strong>Call {call.number}</strong>{' '}
            <span class="muted">
              <At at={call.initiated_at ?? call.intended_at} /> · {readable(call.outcome ?? call.phase)}
            </span>
          </p>
          {call.refusal !== null && (
            <p class="fault">
              {call.refusal.advice} ({call.refusal.code})
            </p>
          )}
          <table>
            <thead>
              <tr>
                <th scope="col">Leg</th>
                <th scope="col">Status</th>
                <th scope="col">Talk</th>
              </tr>
            </thead>
            <tbody>
              <Leg
                name="You"
                leg={call.business}
                note={`screening: ${readable(call.screening).toLowerCase()}`}
              />
              <Leg name="Visitor" leg={call.visitor} />
            </tbody>
          </table>
        </div>
      ))}
    </section>
  );
}

function Leg(props: { name: string; leg: CallbackDetails['calls'][number]['business']; note?: string }) {
  const { status, talk_seconds, sid } = props.leg;
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td title={sid ?? undefined}>
        {status === 'unseen' ? 'Not called' : readable(status)}
        {props.note !== undefined && status !== 'unseen' && <span class="muted"> ({props.note})</span>}
      </td>
      <td>{talk_seconds > 0 ? shortDuration(talk_seconds) : '–'}</td>
    </tr>
  );
}

export function Messages({ known }: Known) {
  if (known.messages.length === 0) return undefined;
  return (
    <section class="part" aria-label="Messages">
      <h3>Messages</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">To</th>
            <th scope="col">Delivery</th>
          </tr>
        </thead>
        <tbody>
          {known.messages.map((message) => (
            <tr key={message.created_at + message.purpose}>
              <td>
                {readable(message.purpose)}
                <span class="muted"> by {message.channel}</span>
              </td>
              <td>{message.to}</td>
              <td>
                {readable(message.status)}
                {message.error_code !== null && <span class="fault"> {message.error_code}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Cost({ known }: Known) {
  const { currency, counted, set_aside } = known.cost;
  return (
    <section class="part" aria-label="Cost">
      <h3>Cost</h3>
      <p>
        {money(counted, currency)} <span class="muted">estimated</span>
        {set_aside > 0 && (
          <>
            , {money(set_aside, currency)} <span class="muted">set aside</span>
          </>
        )}
      </p>
    </section>
  );
}

/** What happened and who did it. */
export function Audit({ known }: Known) {
  if (known.audit.length === 0) return undefined;
  return (
    <details class="part">
      <summary>
        <h3>Audit log ({known.audit.length})</h3>
      </summary>
      <ul class="audit">
        {known.audit.map(({ event, actor, at }, index) => (
          <li key={`${at} ${event} ${index}`}>
            <span>{readable(event)}</span>
            <span class="muted">
              {actor}, <At at={at} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
