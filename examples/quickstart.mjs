// Ask a question and print each sentence as it comes; Node 18 or newer, or any browser.
// QA_URL is the server, QA_KEY an API key if it needs one.
const url = process.env.QA_URL ?? "http://127.0.0.1:8000";

async function* events(response) {
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
      if (fields.event) yield [fields.event, JSON.parse(fields.data)]; // not a heartbeat
    }
  }
}

const response = await fetch(`${url}/v1/ask`, {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
    Accept: "text/event-stream",
    "X-API-Key": process.env.QA_KEY ?? "none",
  },
  body: JSON.stringify({ question: process.argv[2] }),
});
if (!response.ok) throw new Error((await response.json()).detail);

for await (const [name, data] of events(response)) {
  if (name === "sentence") console.log(data.sentence.text, data.sentence.citations);
  if (name === "done" && data.kind === "no_answer") console.log(data.explanation);
  if (name === "error") throw new Error(data.detail);
}
