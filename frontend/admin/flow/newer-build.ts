const timeoutMs = 5_000;

/**
 * Whether GitHub has a newer commit of the branch than the one this page was built from. Asked once for each load, and
 * only by builds that know their repository.
 */
export async function newerBuild(): Promise<boolean> {
  const { repository, commit } = builtFrom;
  if (repository === '' || commit === '') return false;
  try {
    const answer = await fetch(`https://api.github.com/repos/${repository}/commits/HEAD`, {
      headers: { accept: 'application/vnd.github.sha' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const newest = (await answer.text()).trim();
    return answer.ok && /^[0-9a-f]{40}$/.test(newest) && newest !== commit;
  } catch {
    return false;
  }
}
