import com.adobe.epubcheck.api.EpubCheck;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;

/** EPUBCheck for many books in one machine: starting it anew takes longer than a book. */
public class Books {
    public static void main(String[] paths) {
        for (String path : paths) {
            StringWriter found = new StringWriter();
            PrintWriter writer = new PrintWriter(found);
            int worst = new EpubCheck(new File(path), writer).doValidate();
            writer.flush();
            System.out.println("== " + path + " " + worst);
            System.out.print(found);
        }
    }
}
