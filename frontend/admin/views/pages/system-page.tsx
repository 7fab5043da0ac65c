import '../../styles/pages.css';
import type { ComponentChildren } from 'preact';
import type { SystemState } from '../../../../contract/operator/system.ts';
import { operatorApi } from '../../api/operator-api.ts';
import { mayUse } from '../../state/session.ts';
import { byteSize, formatNumber, money } from '../../words/numbers.ts';
import { Icon } from '../parts/icon.tsx';
import { FailureNotice, Loading } from '../parts/notice.tsx';
import { Ago, At } from '../parts/time.tsx';
import { ClosureForm } from './closure-form.tsx';
import { NoticeChannels } from './notice-channels.tsx';
import { useRead } from './read.ts';

const refreshMs = 15_000;

/** How the installation is: what is wrong comes first, with its fix. */
export function SystemPage() {
  const { body, failure, again } = useRead(operatorApi.system, refreshMs);
  const known = body.value;
  return (
    <>
      <h1>System</h1>
      {known !== undefined ? (
        <Content known={known} again={again} />
      ) : failure.value !== undefined ? (
        <FailureNotice failure={failure.value} retry={() => void again()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function Content({ known, again }: { known: SystemState; again: () => Promise<void> }) {
  const { business, queue, lines, sizes } = known;
  return (
    <>
      <Checks known={known} />
      <div class="tiles">
        <Tile title="Business" value={business.open ? 'Open now' : 'Closed now'}>
          {business.name}, {business.zone}
          {business.next_opening !== null && (
            <>
              {' '}
              · opens <At at={business.next_opening} />
            </>
          )}
          {business.hours.map((part) => (
            <div key={part}>{part}</div>
          ))}
        </Tile>
        <Tile title="Lines" value={`${lines.in_use} of ${lines.total}`}>
          in use
        </Tile>
        <Tile title="Work that is due" value={formatNumber(queue.due)}>
          {queue.oldest_due_at === null ? (
            'nothing is late'
          ) : (
            <>
              oldest <Ago at={queue.oldest_due_at} />
            </>
          )}{' '}
          · {formatNumber(queue.waiting)} planned
        </Tile>
        <Tile title="Carrier" value={known.carrier === 'twilio' ? 'Twilio' : 'Simulator'}>
          {known.carrier === 'simulator' ? 'no real calls are placed' : 'real calls are placed'}
        </Tile>
        <Tile title="Stored" value={formatNumber(sizes.callbacks)}>
          requests, {byteSize(sizes.database_bytes)} database, {byteSize(sizes.memory_bytes)} memory
        </Tile>
        <Tile title="Version" value={known.version}>
          running since <Ago at={known.started_at} />
        </Tile>
      </div>
      <h2>Close for a while</h2>
      <ClosureForm business={business} again={again} />
      <h2>Limits</h2>
      <Caps known={known} />
      {mayUse('admin') && (
        <>
          <h2>How missed calls are told</h2>
          <NoticeChannels />
        </>
      )}
      <h2>Latest warnings and errors</h2>
      <Errors known={known} />
    </>
  );
}

function Checks({ known }: { known: SystemState }) {
  const wrong = known.checks.filter(({ status }) => status !== 'pass');
  if (wrong.length === 0)
    return (
      <p class="all-well">
        <Icon name="check" /> Everything works.
      </p>
    );
  return (
    <ul class="checks">
      {wrong.map(({ id, title, status, found, fix }) => (
        <li key={id} data-kind={status === 'fail' ? 'bad' : 'notice'}>
          <Icon name="alert" />
          <div>
            <strong>{title}</strong>
            {found !== null && <p>{found}</p>}
            {fix !== null && <p>{fix}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Tile({ title, value, children }: { title: string; value: string; children: ComponentChildren }) {
  return (
    <section class="tile" aria-label={title}>
      <h2>{title}</h2>
      <strong>{value}</strong>
      <p class="muted">{children}</p>
    </section>
  );
}

function Caps({ known }: { known: SystemState }) {
  const { texts_per_hour, calls_per_day, minutes_per_day, money_per_day } = known.caps;
  const inMoney = (amount: number) => money(amount, money_per_day.currency);
  return (
    <ul class="caps">
      <Cap label="Texts this hour" usage={texts_per_hour} format={formatNumber} />
      <Cap label="Calls today" usage={calls_per_day} format={formatNumber} />
      <Cap label="Minutes today" usage={minutes_per_day} format={formatNumber} />
      <Cap label="Money today" usage={money_per_day} format={inMoney} />
    </ul>
  );
}

type Usage = SystemState['caps']['calls_per_day'];

function Cap(props: { label: string; usage: Usage; format: (amount: number) => string }) {
  const { used, set_aside, cap } = props.usage;
  const share = cap === null || cap === 0 ? 0 : (used + set_aside) / cap;
  return (
    <li data-kind={share >= 1 ? 'bad' : share >= 0.8 ? 'notice' : undefined}>
      <span>{props.label}</span>
      <meter
        aria-label={props.label}
        min={0}
        max={1}
        low={0.8}
        high={0.99}
        optimum={0}
        value={Math.min(1, share)}
      />
      <span>
        <strong>{props.format(used)}</strong>
        {set_aside > 0 && ` + ${props.format(set_aside)} set aside`}{' '}
        <span class="muted">of {cap === null ? 'no limit' : props.format(cap)}</span>
      </span>
    </li>
  );
}

function Errors({ known }: { known: SystemState }) {
  if (known.errors.length === 0) return <p class="muted">None since the start.</p>;
  return (
    <ul class="log">
      {known.errors.map(({ at, message, fix }, index) => (
        <li key={`${at} ${index}`}>
          <span class="muted">
            <At at={at} />
          </span>
          <div>
            {message}
            {fix !== null && <p class="muted">{fix}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
