/* The microphone of this device: what it hears as pieces of a file, and how loud it is. */
const FORMATS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const PIECE_MS = 1000; /* what a crash costs at most */
const BITS_A_SECOND = 48000; /* enough for a voice; half an hour takes some ten megabytes */
const QUIETEST_DB = -60;
const FAINTEST = 0.01; /* of the scale: what is heard is never shown as nothing */
const WANTED = { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true };

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia) && "MediaRecorder" in globalThis;

export class Microphone {
  #stream = null;
  #recorder = null;
  #context = null;
  #analyser = null;

  /* Asks for the microphone where it is not open yet. Rejects with a DOMException whose name says why there is none. */
  async open() {
    if (this.#stream?.active) return;
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: WANTED });
    this.#listen();
  }

  #listen() {
    try {
      this.#context = new AudioContext();
      this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
      this.#context.createMediaStreamSource(this.#stream).connect(this.#analyser);
    } catch {
      this.#analyser = null; /* the level is only shown */
    }
  }

  /* Begins a file; `piece` is given each part of it, `ended` is called where it ends by itself. Returns its type. */
  record({ piece, ended }) {
    const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
    this.#recorder = new MediaRecorder(this.#stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
    this.#recorder.addEventListener("dataavailable", ({ data }) => data.size && piece(data));
    this.#recorder.addEventListener("stop", ({ target }) => target === this.#recorder && ended());
    this.#recorder.start(PIECE_MS);
    return this.#recorder.mimeType || mimeType || "";
  }

  pause() {
    this.#recorder.pause();
    this.#recorder.requestData(); /* what was said just before is not left in memory */
  }

  /* Goes on with the same file; false where that has ended. */
  resume() {
    if (this.#recorder?.state !== "paused") return false;
    this.#recorder.resume();
    return true;
  }

  /* Ends the file, and the microphone; resolves after the last piece. */
  async stop() {
    const recorder = this.#recorder;
    this.#recorder = null;
    if (recorder && recorder.state !== "inactive") {
      await new Promise((resolve) => {
        recorder.addEventListener("stop", resolve, { once: true });
        recorder.stop();
      });
    }
    this.close();
  }

  close() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#context?.close();
    this.#stream = this.#recorder = this.#context = this.#analyser = null;
  }

  /* How loud it is now, 0 (nothing at all) to 1; null where that cannot be known. */
  level() {
    if (this.#context?.state !== "running" || !this.#analyser) return null;
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return power === 0 ? 0 : Math.min(1, Math.max(FAINTEST, 1 - (10 * Math.log10(power)) / QUIETEST_DB));
  }
}
