import { useSignal } from '@preact/signals';
import type { NoticeChannel, NoticeTest } from '../../../../contract/operator/notices.ts';
import { operatorApi } from '../../api/operator-api.ts';
import { explainFailure } from '../../words/problems.ts';
import { FailureNotice, Loading } from '../parts/notice.tsx';
import { useRead } from './read.ts';

const channelWords: Record<NoticeChannel['channel'], string> = {
  sms: 'Text message',
  email: 'Email',
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  discord: 'Discord',
  telegram: 'Telegram',
  ntfy: 'ntfy',
};

/** The ways in which missed calls are told, each with a test. */
export function NoticeChannels() {
  const { body, failure, again } = useRead(operatorApi.noticeChannels);
  const channels = body.value?.channels;
  if (channels === undefined)
    return failure.value === undefined ? (
      <Loading rows={2} />
    ) : (
      <FailureNotice failure={failure.value} retry={() => void again()} />
    );
  if (channels.length === 0) return <p class="muted">No channel is set up. docs/notices.md says how.</p>;
  return (
    <ul class="channels">
      {channels.map((known) => (
        <Channel key={known.channel} known={known} />
      ))}
    </ul>
  );
}

type Told = { isGood: boolean; text: string };

function Channel({ known }: { known: NoticeChannel }) {
  const told = useSignal<Told | undefined>(undefined);
  const isBusy = useSignal(false);
  const name = channelWords[known.channel];

  async function test(): Promise<void> {
    isBusy.value = true;
    const answer = await operatorApi.testNotice(known.channel);
    told.value = answer.ok ? tell(answer.body) : { isGood: false, text: explainFailure(answer) };
    isBusy.value = false;
  }

  return (
    <li>
      <div>
        <strong>{name}</strong>
        <p class="muted">{known.at_once ? 'Tells at once' : 'Follows when those before it failed'}</p>
        <p role="status" data-kind={told.value?.isGood === true ? 'good' : 'bad'}>
          {told.value?.text}
        </p>
      </div>
      <button
        type="button"
        class="button"
        aria-label={`Test ${name}`}
        disabled={isBusy.value}
        onClick={() => void test()}
      >
        {isBusy.value ? 'Sending…' : 'Test'}
      </button>
    </li>
  );
}

function tell({ result, code, fix }: NoticeTest): Told {
  if (result === 'accepted') return { isGood: true, text: 'Accepted. Look whether it arrived.' };
  return { isGood: false, text: `${result === 'refused' ? 'Refused' : 'Not sent'} (${code}). ${fix ?? ''}` };
}
