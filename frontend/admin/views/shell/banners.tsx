import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { newerBuild } from '../../flow/newer-build.ts';
import { slowNow } from '../../state/clock.ts';
import { endsAt, isOnline, session, staySignedIn } from '../../state/session.ts';
import { shortDuration } from '../../words/time.ts';

const warnMs = 2 * 60_000;

/** What concerns the whole page: no network, a session about to end, a newer build. */
export function Banners() {
  return (
    <>
      {!isOnline.value && (
        <div class="banner" data-kind="bad" role="status">
          <p>
            <strong>Offline.</strong> The server cannot be reached. What you see may be old; the page tries
            again by itself.
          </p>
        </div>
      )}
      <SessionBanner />
      <BuildBanner />
    </>
  );
}

function SessionBanner() {
  const end = endsAt.value;
  const left = end === undefined ? Number.POSITIVE_INFINITY : end - slowNow.value;
  if (left > warnMs || left <= 0) return undefined;
  const isFinal =
    session.value !== undefined && end !== undefined && end >= Date.parse(session.value.ends_at);
  return (
    <div class="banner" data-kind="notice" role="status">
      <p>
        <strong>Your session ends in {shortDuration(left / 1_000)}.</strong> What you typed and chose is kept.
      </p>
      {!isFinal && (
        <button type="button" class="button" onClick={() => void staySignedIn()}>
          Stay signed in
        </button>
      )}
    </div>
  );
}

function BuildBanner() {
  const isDismissed = useSignal(false);
  const isNewer = useSignal(false);
  useEffect(() => {
    void newerBuild().then((found) => {
      isNewer.value = found;
    });
  }, []);
  if (!isNewer.value || isDismissed.value) return undefined;
  return (
    <div class="banner" data-kind="info" role="status">
      <p>
        <strong>A newer build exists on GitHub.</strong> It may take time until this address serves it.
      </p>
      <button type="button" class="button" onClick={() => location.reload()}>
        Refresh
      </button>
      <button
        type="button"
        class="button quiet"
        onClick={() => {
          isDismissed.value = true;
        }}
      >
        Dismiss
      </button>
    </div>
  );
}
