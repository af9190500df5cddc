/** The lighthouse. */
export const Mark = () => (
  <svg
    viewBox="0 0 24 24"
    className="size-5 text-accent"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinejoin="round"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M10.4 3h3.2l3.4 18H7z" />
    <path d="M8.6 12.5h6.8M9.4 8h5.2" />
  </svg>
);
