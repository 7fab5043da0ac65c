import { filter } from '../../requests/filter.ts';
import { filterOfView, isShown, nameView, removeView, savedViews } from '../../requests/saved-views.ts';
import { announce } from '../../state/toasts.ts';
import { Icon } from '../parts/icon.tsx';

/** The views that this browser keeps, each one click away. */
export function SavedViews() {
  if (savedViews.value.length === 0) return undefined;
  return (
    <ul class="views" aria-label="Saved views">
      {savedViews.value.map((fragment) => (
        <li key={fragment} data-shown={isShown(fragment, filter.value)}>
          <button
            type="button"
            class="view"
            aria-pressed={isShown(fragment, filter.value)}
            onClick={() => {
              filter.value = filterOfView(fragment, filter.value);
            }}
          >
            {nameView(fragment)}
          </button>
          <button
            type="button"
            class="icon-button small"
            aria-label={`Remove the view ${nameView(fragment)}`}
            title="Remove this view"
            onClick={() => {
              removeView(fragment);
              announce('The view is removed.');
            }}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
