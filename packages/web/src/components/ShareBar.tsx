interface ShareBarProps {
  /** 0 to 1. */
  share: number;
  color: string;
  text: string;
}

/** A share as a bar with its figure. */
export const ShareBar = ({ share, color, text }: ShareBarProps) => (
  <span className="flex items-center gap-2">
    <span className="h-1.5 min-w-0 flex-1 rounded-full bg-pressed" aria-hidden>
      <span className="block h-full rounded-full" style={{ width: `${share * 100}%`, background: color }} />
    </span>
    <span className="figures w-12 text-end text-xs">{text}</span>
  </span>
);
