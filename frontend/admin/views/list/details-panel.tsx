import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CallbackDetails } from '../../../../contract/operator/callbacks.ts';
import {
  closeDetails,
  details,
  detailsFailure,
  openId,
  openNeighbour,
  readDetails,
} from '../../requests/details.ts';
import { isNarrow } from '../../state/screen.ts';
import { noticeWords } from '../../words/labels.ts';
import { Status } from '../parts/badge.tsx';
import { Copy } from '../parts/copy.tsx';
import { Icon } from '../parts/icon.tsx';
import { FailureNotice, Loading } from '../parts/notice.tsx';
import { Ago, At } from '../parts/time.tsx';
import { Audit, Calls, Cost, Messages, Timeline } from './details-parts.tsx';
import { Notes } from './notes.tsx';
import { RowActions } from './row-actions.tsx';
import { Webhooks } from './webhooks.tsx';

/** Everything about one request, beside the list; on a phone over it. */
export function DetailsPanel() {
  const id = openId.value;
  if (id === undefined) return undefined;
  return <Panel id={id} />;
}

function Panel({ id }: { id: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element>(undefined);
  const known = details.value;
  useEffect(() => {
    opener.current = document.activeElement ?? undefined;
    return () => giveFocusBack(opener.current);
  }, []);
  useEffect(() => heading.current?.focus(), [id, known === undefined]);
  return (
    <section class="panel" role="dialog" aria-modal={isNarrow.value} aria-labelledby="details-title">
      <div class="panel-head">
        <button
          type="button"
          class="icon-button"
          aria-label="Previous request"
          onClick={() => openNeighbour(-1)}
        >
          <Icon name="up" />
        </button>
        <button type="button" class="icon-button" aria-label="Next request" onClick={() => openNeighbour(1)}>
          <Icon name="down" />
        </button>
        <span class="spacer" />
        <button type="button" class="icon-button" aria-label="Close details" onClick={closeDetails}>
          <Icon name="close" />
        </button>
      </div>
      <div class="panel-body">
        <h2 id="details-title" ref={heading} tabIndex={-1}>
          <bdi>{known?.name ?? 'Request'}</bdi>
        </h2>
        {known !== undefined ? (
          <Content known={known} />
        ) : detailsFailure.value !== undefined ? (
          <FailureNotice failure={detailsFailure.value} retry={() => void readDetails()} />
        ) : (
          <Loading />
        )}
      </div>
    </section>
  );
}

function Content({ known }: { known: CallbackDetails }) {
  return (
    <>
      <Status row={known} />
      <RowActions row={known} isLong />
      <dl class="facts">
        <Fact label="Phone">
          <a href={`tel:${known.phone}`}>{known.phone_formatted}</a>
          <Copy text={known.phone} what="phone number" />
        </Fact>
        {known.email !== null && (
          <Fact label="Email">
            <span class="long">{known.email}</span>
            <Copy text={known.email} what="email address" />
          </Fact>
        )}
        {known.subject !== null && (
          <Fact label="About">
            <bdi>{known.subject}</bdi>
          </Fact>
        )}
        {known.page !== null && (
          <Fact label="Page">
            <span class="long">{known.page}</span>
          </Fact>
        )}
        <Fact label="Requested">
          <span>
            <At at={known.created_at} /> (<Ago at={known.created_at} />)
          </span>
        </Fact>
        <Fact label="Your notice">{noticeWords[known.notice]}</Fact>
        <Fact label="Reference">
          {known.reference}
          <Copy text={known.reference} what="reference" />
        </Fact>
        <Fact label="Request id">
          <code class="long">{known.request_id}</code>
          <Copy text={known.request_id} what="request id" />
        </Fact>
      </dl>
      <Notes known={known} />
      <Timeline known={known} />
      <Calls known={known} />
      <Messages known={known} />
      <Webhooks known={known} />
      <Cost known={known} />
      <Audit known={known} />
    </>
  );
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The element that opened the panel may have left the list. */
function giveFocusBack(opener: Element | undefined): void {
  const isInPage = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  const element = isInPage ? opener : document.querySelector<HTMLElement>('[data-row] .open');
  element?.focus({ preventScroll: true });
}
