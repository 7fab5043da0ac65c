import { useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { Loading, Notice } from './notice.tsx';

type View = FunctionComponent;

/** Returns a view that is loaded when it is opened for the first time. */
export function lazy(load: () => Promise<View>): View {
  let loaded: View | undefined;
  return function Lazy() {
    const view = useSignal(loaded);
    const hasFailed = useSignal(false);
    useEffect(() => {
      load().then(
        (found) => {
          loaded = found;
          view.value = found;
        },
        () => {
          hasFailed.value = true;
        },
      );
    }, []);
    const Shown = view.value;
    if (Shown !== undefined) return <Shown />;
    return hasFailed.value ? <Gone /> : <Loading />;
  };
}

/** The server may have another build by now, or the network is lost. */
function Gone() {
  return (
    <Notice icon="alert" title="This part could not be loaded">
      <p>Your connection was lost, or the dashboard was updated. Reload the page to go on.</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        Reload
      </button>
    </Notice>
  );
}
