import '../../styles/pages.css';
import { useSignal } from '@preact/signals';
import type { OperatorToken } from '../../../../contract/operator/access.ts';
import { operatorApi } from '../../api/operator-api.ts';
import { ask } from '../../state/dialogs.ts';
import { showToast } from '../../state/toasts.ts';
import { explainFailure } from '../../words/problems.ts';
import { Copy } from '../parts/copy.tsx';
import { FailureNotice, Loading } from '../parts/notice.tsx';
import { noProof, ProofFields } from '../parts/proof-fields.tsx';
import { Ago, At } from '../parts/time.tsx';
import { useRead } from './read.ts';

type Scope = OperatorToken['scope'];

const scopeWords: Record<Scope, string> = {
  viewer: 'Viewer: sees everything, changes nothing',
  operator: 'Operator: also retries, cancels and notes',
  admin: 'Admin: also manages tokens and personal data',
};

/** The tokens of the team. A new one is shown once. */
export function TokensPage() {
  const { body, failure, again } = useRead(operatorApi.tokens);
  const shown = useSignal<{ name: string; token: string } | undefined>(undefined);
  const { body: factor } = useRead(operatorApi.secondFactor);
  const codeOf = useSignal<OperatorToken | undefined>(undefined);
  const items = body.value?.items;

  async function revoke({ id, name }: OperatorToken): Promise<void> {
    const isSure = await ask({
      title: `Revoke “${name}”?`,
      text: 'Its holder is signed out everywhere at once. This cannot be undone.',
      confirm: 'Revoke',
      isDangerous: true,
    });
    if (!isSure) return;
    const answer = await operatorApi.revokeToken(id);
    showToast(
      answer.ok
        ? { kind: 'success', text: `“${name}” is revoked.` }
        : { kind: 'error', text: explainFailure(answer) },
    );
    await again();
  }

  return (
    <>
      <h1>Tokens</h1>
      <p class="lead">Give each person and each script its own token, so that you can revoke one alone.</p>
      <NewToken
        onCreated={(created) => {
          shown.value = created;
          void again();
        }}
      />
      {shown.value !== undefined && (
        <section class="new-token" aria-label="New token">
          <p>
            <strong>“{shown.value.name}” is ready.</strong> Copy it now: it is not shown again.
          </p>
          <p class="secret">
            <code>{shown.value.token}</code>
            <Copy text={shown.value.token} what="token" />
          </p>
          <button
            type="button"
            class="button"
            onClick={() => {
              shown.value = undefined;
            }}
          >
            I have copied it
          </button>
        </section>
      )}
      {codeOf.value !== undefined && (
        <EndCode
          token={codeOf.value}
          needsCode={factor.value?.on === true}
          onClose={() => {
            codeOf.value = undefined;
            void again();
          }}
        />
      )}
      {items !== undefined ? (
        <TokenTable
          items={items}
          revoke={(token) => void revoke(token)}
          endCode={(token) => {
            codeOf.value = token;
          }}
        />
      ) : failure.value !== undefined ? (
        <FailureNotice failure={failure.value} retry={() => void again()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function NewToken({ onCreated }: { onCreated: (created: { name: string; token: string }) => void }) {
  const name = useSignal('');
  const scope = useSignal<Scope>('operator');
  const days = useSignal('365');

  async function create(): Promise<void> {
    const lifetime = days.value === '' ? {} : { expires_in_days: Number(days.value) };
    const answer = await operatorApi.createToken({
      name: name.value.trim(),
      scope: scope.value,
      ...lifetime,
    });
    if (!answer.ok) return void showToast({ kind: 'error', text: explainFailure(answer) });
    name.value = '';
    onCreated(answer.body);
  }

  return (
    <form
      class="form-row"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <label>
        Name
        <input
          type="text"
          required
          maxLength={60}
          autocomplete="off"
          placeholder="Ada’s laptop"
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        Rights
        <select
          value={scope.value}
          onChange={(event) => {
            scope.value = event.currentTarget.value as Scope;
          }}
        >
          {Object.entries(scopeWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label>
        Expires
        <select
          value={days.value}
          onChange={(event) => {
            days.value = event.currentTarget.value;
          }}
        >
          <option value="7">in 7 days</option>
          <option value="90">in 90 days</option>
          <option value="365">in a year</option>
          <option value="">never</option>
        </select>
      </label>
      <button type="submit" class="button primary">
        Create token
      </button>
    </form>
  );
}

/** For a person who lost the phone and the recovery codes. */
function EndCode(props: { token: OperatorToken; needsCode: boolean; onClose: () => void }) {
  const proof = useSignal(noProof);
  const { id, name } = props.token;

  async function end(): Promise<void> {
    const answer = await operatorApi.endSecondFactorOf(id, proof.value);
    if (!answer.ok) return void showToast({ kind: 'error', text: explainFailure(answer) });
    showToast({ kind: 'success', text: `“${name}” signs in without a code now.` });
    props.onClose();
  }

  return (
    <form
      class="new-token"
      aria-label={`End the code of ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void end();
      }}
    >
      <p>
        <strong>
          End the code of “<bdi>{name}</bdi>”?
        </strong>{' '}
        Do this for a lost phone. Its holder is signed out everywhere. If the phone was stolen, revoke the
        token instead.
      </p>
      <div class="form-row">
        <ProofFields proof={proof} needsCode={props.needsCode} />
        <button type="submit" class="button danger">
          End the code
        </button>
        <button type="button" class="button quiet" onClick={props.onClose}>
          Keep it
        </button>
      </div>
    </form>
  );
}

type TableActions = Record<'revoke' | 'endCode', (token: OperatorToken) => void>;

function TokenTable({ items, revoke, endCode }: { items: OperatorToken[] } & TableActions) {
  return (
    <section class="scrolls" tabIndex={0} aria-label="Tokens">
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Rights</th>
            <th scope="col">Signs in with</th>
            <th scope="col">Last used</th>
            <th scope="col">Expires</th>
            <th scope="col">
              <span class="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((token) => (
            <tr key={token.id}>
              <th scope="row">
                <bdi>{token.name}</bdi>
              </th>
              <td>{token.scope}</td>
              <td>
                {token.second_factor ? 'token and code ' : 'token'}
                {token.second_factor && (
                  <button
                    type="button"
                    class="button small quiet"
                    aria-label={`End the code of ${token.name}`}
                    onClick={() => endCode(token)}
                  >
                    End code…
                  </button>
                )}
              </td>
              <td>{token.last_used_at === null ? '–' : <Ago at={token.last_used_at} />}</td>
              <td>{token.expires_at === null ? 'never' : <At at={token.expires_at} />}</td>
              <td>
                {token.revocable ? (
                  <button
                    type="button"
                    class="button small danger-text"
                    aria-label={`Revoke ${token.name}`}
                    onClick={() => revoke(token)}
                  >
                    Revoke
                  </button>
                ) : (
                  <span class="muted">in the server’s settings</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
