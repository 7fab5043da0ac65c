import { announcement, closeToast, toasts } from '../../state/toasts.ts';
import { Icon } from '../parts/icon.tsx';

/** Short messages. The region for screen readers is always in the page; the messages themselves are not live. */
export function Toasts() {
  return (
    <>
      <p class="visually-hidden" role="status" aria-live="polite" id="announcer">
        {announcement.value}
      </p>
      <section class="toasts" aria-label="Notices">
        {toasts.value.map((toast) => (
          <div class="toast" data-kind={toast.kind} key={toast.id}>
            <Icon name={toast.kind === 'error' ? 'alert' : toast.kind === 'success' ? 'check' : 'more'} />
            <p>{toast.text}</p>
            {toast.action !== undefined && (
              <button
                type="button"
                class="button quiet"
                onClick={() => {
                  closeToast(toast.id);
                  toast.action?.run();
                }}
              >
                {toast.action.label}
              </button>
            )}
            <button
              type="button"
              class="icon-button small"
              aria-label="Close message"
              onClick={() => closeToast(toast.id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </section>
    </>
  );
}
