import type { ComponentChildren } from 'preact';
import type { Failure } from '../../../api/fetch-json.ts';
import { explainFailure } from '../../words/problems.ts';
import { Icon, type IconName } from './icon.tsx';

/** What stands in place of content that is missing: nothing matched, or it could not be read. */
export function Notice(props: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}

export function FailureNotice({ failure, retry }: { failure: Failure; retry: () => void }) {
  return (
    <Notice icon="alert" title="This could not be loaded">
      <p>{explainFailure(failure)}</p>
      <button type="button" class="button" onClick={retry}>
        Try again
      </button>
    </Notice>
  );
}

export function Loading({ rows = 6 }: { rows?: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
