import type { Stats } from '../../../../contract/operator/stats.ts';
import { percent } from '../../words/numbers.ts';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** Which share of the calls the business took, by weekday and hour. A cell without calls stays empty. */
export function Heatmap({ known }: { known: Stats }) {
  return (
    <section class="scrolls" tabIndex={0} aria-label="Answer rate by hour, table">
      <table class="heatmap">
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th scope="col" key={hour}>
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, index) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {hours.map((hour) => (
                <Cell key={hour} cell={known.by_hour[index]?.[hour]} when={`${day} ${hour}:00`} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type Hour = Stats['by_hour'][number][number];

function Cell({ cell, when }: { cell: Hour | undefined; when: string }) {
  if (cell === undefined || cell.attempted === 0) return <td title={`${when}: no calls`} />;
  const rate = cell.answered / cell.attempted;
  const words = `${percent(rate)} of ${cell.attempted} calls`;
  return (
    <td data-step={Math.round(rate * 4)} title={`${when}: ${words}`}>
      <span class="visually-hidden">{words}</span>
    </td>
  );
}
