const barWidth = 40;
const clearLine = '\r\u001b[2K';

/** A bar below the lines of a test run. It is on the error output, and in a terminal only: a log needs none. */
export type Progress = {
  /** Removes the bar, so that a line can be printed. */
  clear(): void;
  /** One more group has ended; draws the bar. */
  advance(tests: number): void;
};

type Screen = { isTTY?: boolean; write(text: string): unknown };

export function createProgress(groups: number, screen: Screen = process.stderr): Progress {
  let ended = 0;
  let testsRun = 0;
  return {
    clear() {
      if (screen.isTTY === true) screen.write(clearLine);
    },
    advance(tests) {
      ended += 1;
      testsRun += tests;
      if (screen.isTTY !== true || ended >= groups) return;
      screen.write(`${drawBar(ended / groups)} ${ended} of ${groups} groups, ${testsRun} tests`);
    },
  };
}

function drawBar(share: number): string {
  const full = Math.round(share * barWidth);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}] ${percent}%`;
}
