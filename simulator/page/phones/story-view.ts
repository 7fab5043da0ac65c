import type { Story, StoryStep } from '../../control/story.ts';
import type { Answer } from '../simulator-client.ts';
import { button, make, setText, showText } from '../ui/elements.ts';

const steps: Readonly<Record<StoryStep, string>> = {
  request: 'A visitor asks for a call on the page',
  code: 'The code arrives by text, and the visitor enters it',
  business: 'The business’s phone rings first',
  press: 'The business hears who asks, and presses 1',
  visitor: 'Now the visitor’s phone rings',
  talk: 'Both are connected and talk',
  end: 'Both have hung up',
};

const order = Object.keys(steps) as StoryStep[];

/** The button that plays one callback by itself, and how far the story is. */
export function createStoryView(play: () => Promise<Answer>) {
  const items = order.map((step, index) => make('li', { 'data-number': index + 1 }, steps[step]));
  const list = make('ol', { class: 'story-steps', 'aria-label': 'The story', hidden: true }, ...items);
  const trouble = make('p', { class: 'trouble', role: 'status', hidden: true });
  const start = button('Play the whole story', () => void begin(), { class: 'primary' });
  const hint = make(
    'p',
    { class: 'hint' },
    'One callback from request to conversation, in about 40 seconds. Both phones answer by themselves.',
  );
  const element = make('div', { class: 'story' }, make('div', { class: 'row' }, start, hint), list, trouble);

  async function begin(): Promise<void> {
    const answer = await play();
    showText(trouble, answer.ok ? '' : answer.detail);
  }

  return {
    element,
    show(story: Story | undefined): void {
      const at = story === undefined ? -1 : order.indexOf(story.step);
      const isOver = story?.step === 'end' || story?.problem !== undefined;
      start.hidden = story !== undefined && !isOver;
      setText(start, isOver ? 'Play it again' : 'Play the whole story');
      hint.hidden = story !== undefined;
      list.hidden = story === undefined;
      items.forEach((item, index) => {
        item.dataset.state = index < at || story?.step === 'end' ? 'done' : index === at ? 'now' : 'open';
        if (index === at) item.setAttribute('aria-current', 'step');
        else item.removeAttribute('aria-current');
      });
      if (story !== undefined) showText(trouble, story.problem ?? '');
    },
  };
}
